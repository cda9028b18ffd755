import { vi } from "vitest";
import type { Api } from "../../../../web/api.ts";
import type { Place } from "../../../../web/manage/upload/notes.ts";
import { Problem } from "../../../../web/problem.ts";

/** Files above this go in parts, of this size too: ten letters are a large file here. */
export const PART_BYTES = 4;
const POST = "https://bucket.test/post";

/** What a request to the bucket meets: it is answered, finds no network, is refused, or hangs until it is let go. */
export type Fate = "ok" | "no network" | "hang" | number;

interface Asked {
  readonly key: string;
  readonly uploadId: string;
  readonly parts: readonly (number | { readonly part: number })[];
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
}

/** A bucket, the four endpoints before it, and the `XMLHttpRequest` that reaches it. Unstub globals afterwards. */
export const aBucket = () => {
  const objects = new Map<string, string>();
  const uploads = new Map<string, { readonly key: string; readonly parts: Map<number, string> }>();
  const joined = new Map<string, number>();
  const calls: string[] = [];
  const fates: Fate[] = [];
  const hanging: (() => void)[] = [];

  const put = async (url: string, body: FormData | Blob): Promise<void> => {
    if (body instanceof FormData) {
      const file = body.get("file");
      objects.set(String(body.get("key")), file instanceof Blob ? await file.text() : "");
      return;
    }
    const [uploadId = "", part = ""] = new URL(url).pathname.split("/").slice(1);
    uploads.get(uploadId)?.parts.set(Number(part), await body.text());
  };

  class Request {
    readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
    status = 0;
    responseText = "";
    onload?: () => void;
    onerror?: () => void;
    onabort?: () => void;
    private url = "";
    private isOver = false;
    open(_method: string, url: string): void {
      this.url = url;
    }
    getResponseHeader(): string {
      return `"${new URL(this.url).pathname.split("/").at(-1)}"`;
    }
    abort(): void {
      if (this.isOver) return;
      this.isOver = true;
      this.onabort?.();
    }
    async send(body: FormData | Blob): Promise<void> {
      calls.push(body instanceof FormData ? "post" : `part ${new URL(this.url).pathname.split("/").at(-1)}`);
      const fate = fates.shift() ?? "ok";
      if (fate === "hang") await new Promise<void>((resolve) => hanging.push(resolve));
      if (this.isOver) return;
      this.isOver = true;
      if (fate === "no network") return this.onerror?.();
      this.status = typeof fate === "number" ? fate : 200;
      if (this.status === 200) await put(this.url, body);
      if (this.status === 200) this.upload.onprogress?.({ loaded: body instanceof Blob ? body.size : 1_000 });
      this.onload?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Request);

  const alive = ({ key, uploadId }: Asked): Map<number, string> => {
    const found = uploads.get(uploadId);
    if (found?.key !== key) throw new Problem("not-found", "this upload has ended or was given up");
    return found.parts;
  };
  const startUpload = ({ files: [file] }: Asked) => {
    if (!file || file.name.includes("..")) throw new Problem("bad-request", "a name does not go up a folder");
    const key = `forest01/${file.name}`;
    if (file.sizeBytes <= PART_BYTES) return { files: [{ kind: "post", key, url: POST, fields: { key } }] };
    const uploadId = `u${uploads.size + 1}`;
    uploads.set(uploadId, { key, parts: new Map() });
    return { files: [{ kind: "multipart", key, uploadId, partBytes: PART_BYTES }] };
  };
  const endpoints: Readonly<Record<string, (asked: Asked) => unknown>> = {
    startUpload,
    signUploadParts: (asked) => ({
      stored: [...alive(asked)].map(([part]) => ({ part, etag: `"${part}"`, sizeBytes: PART_BYTES })),
      parts: asked.parts.map((part) => ({ part, url: `https://bucket.test/${asked.uploadId}/${part}` })),
    }),
    completeUpload: (asked) => {
      // The parts that made it tell that it is the same: here their number does.
      if (!uploads.has(asked.uploadId) && joined.get(asked.key) === asked.parts.length) return { key: asked.key };
      const parts = alive(asked);
      const named = asked.parts.map((one) => parts.get(typeof one === "number" ? one : one.part));
      objects.set(asked.key, named.join(""));
      uploads.delete(asked.uploadId);
      joined.set(asked.key, asked.parts.length);
      if (lost.answers-- > 0) throw new Problem("timeout", "the answer was lost");
      return { key: asked.key };
    },
    abortUpload: (asked) => {
      uploads.delete(asked.uploadId);
      return {};
    },
  };
  /** How many of the next answers to `completeUpload` do not come, though it was done. */
  const lost = { answers: 0 };
  const offline = { now: false };
  const api = (async (name: string, { body, signal }: { body: Asked; signal?: AbortSignal }) => {
    if (signal?.aborted) throw new Problem("offline", "stopped");
    if (offline.now) throw new Problem("offline", "failed to fetch");
    calls.push(name);
    return endpoints[name]?.(body);
  }) as unknown as Api;

  return {
    api,
    /** What lies in the bucket, by key. */
    objects,
    /** Uploads in parts that are under way. */
    uploads,
    /** What was asked of server and bucket, in order. */
    calls,
    /** What the next requests to the bucket meet; after them all goes well. */
    fates,
    /** The server cannot be reached while `now`. */
    offline,
    lost,
    letGo: () => {
      for (const go of hanging.splice(0)) go();
    },
  };
};

/** The browser's storage, which a reload leaves as it is. `room`: keys it takes before it is full. */
export const aPlace = (room = Number.POSITIVE_INFINITY) => {
  const kept = new Map<string, string>([["labelloop.session", "{}"]]);
  const place: Place = {
    keys: () => [...kept.keys()],
    read: (key) => kept.get(key) ?? null,
    write: (key, text) => {
      if (text === null) kept.delete(key);
      else if (kept.size >= room && !kept.has(key)) throw new DOMException("full", "QuotaExceededError");
      else kept.set(key, text);
    },
  };
  return { place, kept };
};

/** A file; the same name and text make the same file once more, as when it is chosen again. */
export const aFile = (name: string, text: string, lastModified = 1_700_000_000_000) => ({
  name,
  file: new File([text], name.split("/").at(-1) ?? "", { lastModified }),
});
