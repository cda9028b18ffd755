import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import type { Api } from "../../api.ts";
import { mayPass, Problem } from "../../problem.ts";
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
  const noted = notes.begun(note);
  const target = noted
    ? { kind: "multipart" as const, ...noted }
    : await start(projectId, note.name, file, sending.api);
  if (target.kind === "post") {
    await sendForm(target, file, { signal: stopped, onSent });
  } else {
    if (!noted) notes.begin(note, target);
    const upload = { projectId, note, file, begun: target };
    const etags = noted?.etags ?? (await sendParts(upload, sending));
    notes.begin(note, { ...target, etags });
    await join(upload, etags, sending);
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

interface InParts extends Outgoing {
  readonly projectId: string;
  readonly begun: Begun;
}

/** Gives the ETags of all parts. Those that lie there already are not sent again: so it goes on after a break. */
const sendParts = async (upload: InParts, sending: Sending): Promise<readonly string[]> => {
  const { projectId, file, begun } = upload;
  const { key, uploadId, partBytes } = begun;
  const { api, stopped, onSent } = sending;
  const count = Math.max(1, Math.ceil(file.size / partBytes));
  const ask = (parts: readonly number[]) =>
    api("signUploadParts", {
      path: { projectId },
      body: { key, uploadId, sizeBytes: file.size, parts: [...parts] },
      signal: stopped,
    });
  const { stored } = await ask([]).catch((thrown: unknown) => refused(thrown, upload, sending));
  const etagOf = new Map(stored.map(({ part, etag }) => [part, etag]));
  const bytesOf = (part: number): number => Math.min(partBytes, file.size - (part - 1) * partBytes);
  let before = stored.reduce((sum, { part }) => sum + bytesOf(part), 0);
  onSent(before);
  const etags: string[] = [];
  for (let part = 1; part <= count; part++) {
    const known = etagOf.get(part);
    if (known !== undefined) {
      etags.push(known);
      continue;
    }
    const [signed] = (await ask([part])).parts;
    if (!signed) throw new Problem("internal", "no address for the part");
    const slice = file.slice((part - 1) * partBytes, (part - 1) * partBytes + bytesOf(part));
    const { etag } = await send("PUT", signed.url, slice, {
      signal: stopped,
      onSent: (bytes) => onSent(before + bytes),
    });
    etags.push(etag);
    before += bytesOf(part);
    onSent(before);
  }
  return etags;
};

/**
 * Asked once more when the answer was lost, as joining may take longer than an answer may: the server then finds the
 * object that these very parts made. Without them it could only say that the upload is over, and all would go again.
 */
const join = async (upload: InParts, etags: readonly string[], sending: Sending): Promise<void> => {
  const { projectId, file, begun } = upload;
  const { key, uploadId } = begun;
  sending.onSent(file.size);
  const parts = etags.map((etag, at) => ({ part: at + 1, etag }));
  await sending
    .api("completeUpload", { path: { projectId }, body: { key, uploadId, parts } })
    .catch((thrown: unknown) => refused(thrown, upload, sending));
};

/** Given up meanwhile, or swept after a week: the next try begins anew. Parts that do not fit are looked at again. */
const refused = (thrown: unknown, { note, begun }: InParts, { notes }: Sending): never => {
  if (!(thrown instanceof Problem) || mayPass(thrown)) throw thrown;
  if (thrown.code === "not-found" || thrown.code === "conflict") {
    notes.remove(note);
    throw new Problem("timeout", "the upload begins anew");
  }
  const { etags: _wrong, ...looked } = begun;
  notes.begin(note, looked);
  throw thrown;
};
