import { createHmac } from "node:crypto";
import type { Export } from "../../core/export.ts";
import type { AnnotatorId } from "../../core/ids.ts";

export interface Pseudonyms {
  /** Stands in every file: pseudonyms of equal scopes are of the same people, all others tell nothing. */
  readonly scope: string;
  readonly of: (annotatorId: AnnotatorId) => string;
  /** For what somebody said to everybody: cannot be told to be the one of her answers. */
  readonly ofSpeaker: (annotatorId: AnnotatorId) => string;
}

/**
 * One name for each person, for this recipient, moment and choice of formats only: two clients cannot put their exports
 * together, nor one client two of hers. Keyed, so that nobody can try ids out.
 */
export const pseudonymsFor = (
  secret: string,
  { recipient, asOfMs, formats }: Pick<Export, "recipient" | "asOfMs" | "formats">,
): Pseudonyms => {
  const inputs = JSON.stringify([recipient, asOfMs, [...formats].sort()]);
  const digest = (purpose: string, text: string): string =>
    createHmac("sha256", secret)
      .update(JSON.stringify([purpose, inputs, text]))
      .digest("hex");
  return {
    // A letter first, lest a table program read digits with an e among them as a number.
    scope: `s${digest("scope", "").slice(0, 11)}`,
    of: (annotatorId) => `p${digest("person", annotatorId).slice(0, 16)}`,
    ofSpeaker: (annotatorId) => `a${digest("speaker", annotatorId).slice(0, 16)}`,
  };
};
