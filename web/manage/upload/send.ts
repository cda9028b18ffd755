import { Problem } from "../../problem.ts";

/** Sends bytes and tells how many are on their way; `fetch` cannot tell that. Rejects with a Problem. */
export const send = (
  method: "POST" | "PUT",
  url: string,
  body: FormData | Blob,
  { signal, onSent }: { readonly signal: AbortSignal; readonly onSent: (bytes: number) => void },
): Promise<{ readonly etag: string }> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status < 300) return resolve({ etag: request.getResponseHeader("etag") ?? "" });
      const code = request.status === 403 ? "not-allowed" : request.status === 400 ? "bad-request" : "internal";
      reject(new Problem(code, codeIn(request.responseText) ?? `status ${request.status}`, { status: request.status }));
    };
    request.onerror = () => reject(new Problem("offline", "the connection broke"));
    request.ontimeout = () => reject(new Problem("timeout", "no answer"));
    request.onabort = () => reject(new Problem("offline", "stopped"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) return reject(new Problem("offline", "stopped"));
    request.send(body);
  });

/** A small file as one form post; the fields that allow it come first, as S3 wants them. */
export const sendForm = async (
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  file: File,
  { signal, onSent }: { readonly signal: AbortSignal; readonly onSent: (bytes: number) => void },
): Promise<void> => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", file);
  await send("POST", url, form, { signal, onSent: (bytes) => onSent(Math.min(bytes, file.size)) });
};

/** The bucket answers in XML; its code says what was wrong. */
const codeIn = (xml: string): string | undefined => /<Code>([^<]{1,80})<\/Code>/.exec(xml)?.[1];
