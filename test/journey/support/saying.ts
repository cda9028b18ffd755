import type { Api } from "../../support/api.ts";
import { aWav } from "../../support/voices.ts";

/** The `nth` id that a page would make. */
export const aUlid = (nth: number): string => `01JZK3V8Q4M2N6P7R9S0T1V2${String(nth).padStart(2, "0")}`;

/** Records a second and puts it where `startVoice` said. */
export const say = async (api: Api, projectId: string): Promise<string> => {
  const bytes = aWav(1);
  const { key, url, fields } = await api.call("startVoice", {
    path: { projectId },
    body: { contentType: "audio/wav", sizeBytes: bytes.length },
  });
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new Blob([Uint8Array.from(bytes)], { type: "audio/wav" }), "voice");
  const put = await fetch(url, { method: "POST", body: form });
  if (!put.ok) throw new Error(`voice: ${put.status} ${await put.text()}`);
  return key;
};
