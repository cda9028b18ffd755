import { expect, vi } from "vitest";
import type { NamedFile } from "../../../../web/manage/upload/dropped.ts";
import { makeUploads, type Uploads } from "../../../../web/manage/upload/uploads.ts";
import { aBucket, aPlace } from "./fake-bucket.ts";

/** A browser before a fake bucket: its storage outlives its pages. `room`: keys that the storage takes. */
export const aBrowser = (room?: number) => {
  const bucket = aBucket();
  const storage = aPlace(room);
  const waits: number[] = [];
  /** The page of the project as it comes up. Its clock notes how long it was to wait, and does not. */
  const page = (wait = async (ms: number): Promise<void> => void waits.push(ms)): Uploads =>
    makeUploads("forest01", { api: bucket.api, place: storage.place, wait });
  /** Two parts of the file have arrived, the third is on its way. */
  const inTheMiddle = async (uploads: Uploads, file: NamedFile): Promise<void> => {
    bucket.fates.push("ok", "ok", "hang");
    uploads.add([file]);
    await vi.waitFor(() => expect(bucket.calls).toContain("part 3"), { interval: 1 });
  };
  return { bucket, storage, waits, page, inTheMiddle };
};

export const states = (uploads: Uploads) => uploads.list.value.map(({ note, state }) => `${note.name} ${state}`);

export const settled = (uploads: Uploads, ...wanted: readonly string[]) =>
  vi.waitFor(() => expect(states(uploads).toSorted()).toEqual(wanted.toSorted()), { interval: 1 });
