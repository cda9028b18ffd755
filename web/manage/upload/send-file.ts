import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import type { Api } from "../../api.ts";
import { Problem } from "../../problem.ts";
import { send, sendForm } from "./send.ts";

/** Where unfinished large uploads are noted, so that the same file goes on where it stopped, after a reload too. */
export interface Place {
  read(key: string): string | null;
  write(key: string, text: string | null): void;
}

interface Sending {
  readonly api: Api;
  readonly place: Place;
  readonly stopped: AbortSignal;
  readonly onSent: (bytes: number) => void;
}

interface Begun {
  readonly key: string;
  readonly uploadId: string;
  readonly partBytes: number;
}

type Target = ResponseOf<"startUpload">["files"][number];

/** Sends one file to where the server says: small ones by one form post, large ones in parts. */
export const sendFile = async (
  projectId: string,
  { name, file }: { readonly name: string; readonly file: File },
  sending: Sending,
): Promise<void> => {
  const noted = `labelloop.upload.${projectId}.${name}.${file.size}.${file.lastModified}`;
  const begun = parse(sending.place.read(noted));
  if (begun) return sendParts(projectId, file, begun, noted, sending);
  const target = await start(projectId, name, file, sending.api);
  if (target.kind === "post") {
    return sendForm(target, file, { signal: sending.stopped, onSent: sending.onSent });
  }
  sending.place.write(noted, JSON.stringify(target));
  await sendParts(projectId, file, target, noted, sending);
};

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

const parse = (text: string | null): Begun | undefined => {
  if (text === null) return undefined;
  const found: Partial<Begun> = JSON.parse(text);
  const { key, uploadId, partBytes } = found;
  return key && uploadId && partBytes ? { key, uploadId, partBytes } : undefined;
};

/** Parts that lie there already are not sent again: that is what makes it go on after a break. */
const sendParts = async (
  projectId: string,
  file: File,
  begun: Begun,
  noted: string,
  sending: Sending,
): Promise<void> => {
  const { api, place, stopped, onSent } = sending;
  const { key, uploadId, partBytes } = begun;
  const count = Math.max(1, Math.ceil(file.size / partBytes));
  const ask = (parts: readonly number[]) =>
    api("signUploadParts", { path: { projectId }, body: { key, uploadId, parts: [...parts] } });
  const first = await ask([]).catch((thrown: unknown) => {
    // Given up meanwhile, or swept after a week: begin anew at the next try.
    if (thrown instanceof Problem && (thrown.code === "not-found" || thrown.code === "conflict")) {
      place.write(noted, null);
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
  place.write(noted, null);
};
