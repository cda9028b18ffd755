import type { Api } from "../api.ts";
import { Problem } from "../problem.ts";
import type { Recording } from "./voice-file.ts";

/** Sends a recording to the bucket; gives the key to name it by. Throws a `Problem`; done again it is another recording. */
export const sendVoice = async (
  api: Api,
  projectId: string,
  { blob, contentType }: Recording,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): Promise<string> => {
  const { key, url, fields } = await api("startVoice", {
    path: { projectId },
    body: { contentType, sizeBytes: blob.size },
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // The bucket reads no field behind the file.
  form.append("file", blob);
  const answer = await fetcher(url, { method: "POST", body: form }).catch((cause: unknown) => {
    throw new Problem("offline", String(cause));
  });
  if (!answer.ok) throw new Problem("internal", `the bucket answered ${answer.status}`, { status: answer.status });
  return key;
};
