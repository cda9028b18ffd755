import { createHmac } from "node:crypto";
import { sameSignature } from "../access/sigv4-canonical.ts";
import type { Queue } from "./queues.ts";
import { refusal } from "./sqs-refusal.ts";

/** Which receive of which message a handle stands for. */
export interface Receipt {
  readonly seq: number;
  /** Differs from one receive of a message to the next. */
  readonly nonce: string;
}

const seal = ({ salt }: Queue, text: string): string =>
  createHmac("sha256", salt).update(text).digest("hex").slice(0, 32);

/** Handles are sealed with the queue's own salt: made-up ones, and those of other queues, are told from stale ones. */
export const writeReceipt = (queue: Queue, { seq, nonce }: Receipt): string =>
  Buffer.from(`${seq}.${nonce}.${seal(queue, `${seq}.${nonce}`)}`).toString("base64url");

export const readReceipt = (queue: Queue, handle: string): Receipt => {
  const [seq, nonce, given, ...more] = Buffer.from(handle, "base64url").toString("latin1").split(".");
  if (seq && nonce && given && more.length === 0 && sameSignature(given, seal(queue, `${seq}.${nonce}`)))
    return { seq: Number(seq), nonce };
  throw refusal("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
};
