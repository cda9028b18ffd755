import type { Answer } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { ProposalKind } from "../../../core/proposal.ts";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";

/** What is proposed because nothing fits: met by whoever says the same of an item. */
const OF_WHAT_FITS: ReadonlySet<ProposalKind> = new Set(["add", "add_under", "split", "redefine"]);

const labelsIn = (answer: Answer): ReadonlySet<LabelId> => {
  if (answer.kind !== "labelled") return new Set();
  const { classes = [], shapes = [] } = answer.value;
  return new Set([...classes, ...shapes.map(({ label }) => label)]);
};

/** True while somebody may say of a proposal that she sees it too: it is unanswered, another's, and not seconded by her. */
export const maySecond = ({
  standing,
  author,
  isSeconded,
}: Pick<ProposalShape, "standing" | "author" | "isSeconded">) =>
  (standing.state === "open" || standing.state === "asked") && !author.isMe && !isSeconded;

const isMet = ({ kind, labels }: ProposalShape, answer: Answer): boolean => {
  if (answer.kind === "none_fit") return OF_WHAT_FITS.has(kind);
  const given = labelsIn(answer);
  return labels.some((label) => given.has(label));
};

/**
 * The proposal to ask her about after an answer: one that names a label she gave, or one about what nothing fits when
 * nothing fitted; the oldest of several. None for her own, for those she has seconded, and for those in `passed`.
 */
export const proposalFor = (
  answer: Answer,
  proposals: readonly ProposalShape[],
  passed: ReadonlySet<string>,
): ProposalShape | undefined =>
  proposals
    .filter((proposal) => maySecond(proposal) && !passed.has(proposal.proposalId) && isMet(proposal, answer))
    .sort((one, other) => one.createdAtMs - other.createdAtMs || (one.proposalId < other.proposalId ? -1 : 1))[0];
