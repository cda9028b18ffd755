import { misfits } from "./json-schema.ts";
import { document, type Operation } from "./operations.ts";
import type { Answer } from "./router.ts";

/** A refusal is read by a person; the longest has a list of what is allowed. */
const REFUSAL_BYTES_MAX = 4_096;

/** Throws where an answer is a fault, is not in the document, or says what the document does not. */
export const holdAnswer = ({ answers }: Operation, { statusCode, headers, body }: Answer): void => {
  if (statusCode >= 500) throw new Error(`a fault: ${statusCode} ${body}`);
  const schema = answers[String(statusCode)];
  if (!schema) throw new Error(`${statusCode} is not in the document: ${body}`);
  const wrong = misfits(JSON.parse(body), schema, "answer", document);
  if (wrong.length > 0)
    throw new Error(`the answer is not as the document says: ${wrong.slice(0, 3).join("; ")}: ${body.slice(0, 400)}`);
  if (statusCode !== 200 && Buffer.byteLength(body) > REFUSAL_BYTES_MAX)
    throw new Error(`a refusal of ${body.length} characters`);
  const kept = [headers["content-type"], headers["cache-control"], headers["x-content-type-options"]].join(" ");
  if (kept !== "application/json no-store nosniff") throw new Error(`headers are ${kept}`);
};
