import type { Api } from "../../api.ts";
import { Problem } from "../../problem.ts";
import { sendForm } from "./send.ts";

interface Sending {
  readonly api: Api;
  readonly stopped: AbortSignal;
  readonly onSent: (bytes: number) => void;
}

/** Sends a label's example picture; gives the key that the label then carries. Rejects with a Problem. */
export const sendExample = async (
  projectId: string,
  file: File,
  { api, stopped, onSent }: Sending,
): Promise<string> => {
  const { name, size: sizeBytes, type: contentType } = file;
  const { files } = await api("startUpload", {
    path: { projectId },
    body: { files: [{ name, sizeBytes, contentType, purpose: "example" }] },
    signal: stopped,
  });
  const [target] = files;
  if (target?.kind !== "post") throw new Problem("internal", "no address for the picture");
  await sendForm(target, file, { signal: stopped, onSent });
  return target.key;
};
