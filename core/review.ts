import type { Answer } from "./annotation.ts";
import { type HeardAnnotation, valueInShort } from "./decide.ts";
import type { ConsensusSummary, ItemHeader } from "./item.ts";

/** A reviewer's decision on the header: in force until the item is re-opened. The answers under it stay as they are. */
export const withReview = (
  header: ItemHeader,
  decision: Answer,
  current: readonly HeardAnnotation[],
): ItemHeader & { readonly state: ConsensusSummary["state"] } => {
  const state = decision.kind === "labelled" ? "agreed" : decision.kind;
  const behind = current.filter(({ answer }) => answer && saysAlike(answer, decision)).length;
  const consensus: ConsensusSummary = {
    state,
    agreement: current.length === 0 ? 0 : behind / current.length,
    reviewed: true,
    ...(decision.kind === "labelled" && valueInShort(decision.value)),
  };
  return { ...header, state, consensus };
};

/** Alike in kind and classes. Shapes are not compared: who drew the same thing a little aside did not disagree. */
const saysAlike = (a: Answer, b: Answer): boolean => {
  if (a.kind !== "labelled" || b.kind !== "labelled") return a.kind === b.kind;
  return JSON.stringify(a.value.classes?.toSorted()) === JSON.stringify(b.value.classes?.toSorted());
};

/** The next round: asks for annotators again. Claims and answers are per round, so it begins without any. */
export const reopened = ({ consensus: _, doubted: __, ...header }: ItemHeader): ItemHeader => ({
  ...header,
  round: header.round + 1,
  state: "open",
  overlapWanted: 0,
  claims: {},
  answeredBy: [],
});
