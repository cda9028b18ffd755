import { type Answer, INLINE_ANSWER_BYTES_MAX } from "../../../core/annotation.ts";
import type { Api } from "../../api.ts";
import { Problem } from "../../problem.ts";
import type { OutboxRow } from "./kept.ts";

export type SentAs = { readonly answer: Answer } | { readonly answerSha256: string };

/** An answer as it travels: small ones inside the submit, large ones put to the bucket first and named by their hash. */
export const sendable = async (row: OutboxRow, api: Api, fetcher: typeof fetch): Promise<SentAs> => {
  const bytes = new TextEncoder().encode(JSON.stringify(row.answer));
  if (bytes.length <= INLINE_ANSWER_BYTES_MAX) return { answer: row.answer };
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  const { url, headers } = await api("startAnswer", {
    path: { projectId: row.projectId },
    body: { assignmentId: row.assignmentId, sha256, sizeBytes: bytes.length },
  });
  const put = await fetcher(url, { method: "PUT", headers, body: bytes }).catch((cause: unknown) => {
    throw new Problem("offline", String(cause));
  });
  if (!put.ok) throw new Problem("internal", `the bucket answered ${put.status}`, { status: put.status });
  return { answerSha256: sha256 };
};

export const isSmall = (row: OutboxRow): boolean => JSON.stringify(row.answer).length <= INLINE_ANSWER_BYTES_MAX / 4;

const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
