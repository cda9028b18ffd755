import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import type { Api } from "../../api.ts";
import { Problem } from "../../problem.ts";
import type { Begun, Note, Notes } from "./notes.ts";
import { send, sendForm } from "./send.ts";

interface Sending {
  readonly api: Api;
  readonly notes: Notes;
  readonly stopped: AbortSignal;
  readonly onSent: (bytes: number) => void;
}

interface Outgoing {
  readonly note: Note;
  readonly file: File;
}

type Target = ResponseOf<"startUpload">["files"][number];

/**
 * Sends one file to where the server says: small ones by one form post, large ones in parts. One that had begun goes on
 * after the parts that lie there. Its note is gone when it has arrived. Rejects with a Problem.
 */
export const sendFile = async (projectId: string, { note, file }: Outgoing, sending: Sending): Promise<void> => {
  const { notes, stopped, onSent } = sending;
  const begun = notes.begun(note);
  const target = begun
    ? { kind: "multipart" as const, ...begun }
    : await start(projectId, note.name, file, sending.api);
  if (target.kind === "post") {
    await sendForm(target, file, { signal: stopped, onSent });
  } else {
    if (!begun) notes.begin(note, target);
    await sendParts(projectId, { note, file }, target, sending);
  }
  notes.remove(note);
};

/** Not stopped by a pause: an upload that the server began and nobody noted would lie there until it is swept. */
const start = async (projectId: string, name: string, file: File, api: Api): Promise<Target> => {
  const contentType = file.type || "application/octet-stream";
  const { files } = await api("startUpload", {
    path: { projectId },
    body: { files: [{ name, sizeBytes: file.size, contentType }] },
  });
  const [target] = files;
  if (!target) throw new Problem("internal", "no address for the file");
  return target;
};

/** Parts that lie there already are not sent again: that is what makes it go on after a break. */
const sendParts = async (
  projectId: string,
  { note, file }: Outgoing,
  { key, uploadId, partBytes }: Begun,
  { api, notes, stopped, onSent }: Sending,
): Promise<void> => {
  const count = Math.max(1, Math.ceil(file.size / partBytes));
  const ask = (parts: readonly number[]) =>
    api("signUploadParts", { path: { projectId }, body: { key, uploadId, parts: [...parts] }, signal: stopped });
  const first = await ask([]).catch((thrown: unknown) => {
    // Given up meanwhile, or swept after a week: begin anew at the next try.
    if (thrown instanceof Problem && (thrown.code === "not-found" || thrown.code === "conflict")) {
      notes.remove(note);
      throw new Problem("timeout", "the upload begins anew");
    }
    throw thrown;
  });
  const etags = new Map(first.stored.map(({ part, etag }) => [part, etag]));
  const bytesOf = (part: number): number => Math.min(partBytes, file.size - (part - 1) * partBytes);
  let before = first.stored.reduce((sum, { part }) => sum + bytesOf(part), 0);
  onSent(before);
  for (let part = 1; part <= count; part++) {
    if (etags.has(part)) continue;
    const [signed] = (await ask([part])).parts;
    if (!signed) throw new Problem("internal", "no address for the part");
    const slice = file.slice((part - 1) * partBytes, (part - 1) * partBytes + bytesOf(part));
    const { etag } = await send("PUT", signed.url, slice, {
      signal: stopped,
      onSent: (bytes) => onSent(before + bytes),
    });
    etags.set(part, etag);
    before += bytesOf(part);
    onSent(before);
  }
  const parts = [...etags].sort(([a], [b]) => a - b).map(([part, etag]) => ({ part, etag }));
  await api("completeUpload", { path: { projectId }, body: { key, uploadId, parts } });
};
