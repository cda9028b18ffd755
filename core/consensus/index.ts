import { ANNOTATION_KINDS, type AnnotationKind, type Value } from "../annotation.ts";
import { assert } from "../assert.ts";
import { type Crosswalk, countsAs, STRAIGHT } from "../ontology-change/crosswalk.ts";
import { voteBoxes } from "./box-votes.ts";
import { voteEachClass, voteOneClass } from "./class-votes.ts";
import type { LabelledAnswer } from "./labelled.ts";
import type { Choice, ConsensusPolicy, ConsensusResult, CountedAnswer, Doubt, Skills, Support } from "./result.ts";
import { isMajority, leadersOf, tally } from "./tally.ts";
import { withCertainty } from "./with-certainty.ts";

export type {
  Choice,
  ConsensusPolicy,
  ConsensusResult,
  CountedAnswer,
  Doubt,
  Skills,
  Support,
} from "./result.ts";
export { EVERYONE_ALIKE } from "./result.ts";

/** One person may be wrong that an item cannot be used; two are believed, whatever the others say. */
const UNUSABLE_ANSWERS = 2;

/**
 * Fuses the answers of one round: strict majority, ties as a result. Whatever an agreed value says (a label, a box, that
 * something is not there) stands on more than half of all annotators, those with a special answer counted among them.
 * Special answers are outcomes with a majority of their own, save that two `unusable` suffice. Depends on the set of
 * answers only, never on their order; without answers it is undecided.
 *
 * Answers of earlier versions of the ontology count through the crosswalk. With a confidence target, and skills to go by, classes that exclude each other are decided by how sure they are
 * (with-certainty.ts).
 */
export const consensusOf = (
  said: readonly CountedAnswer[],
  policy: ConsensusPolicy,
  skills: Skills,
): ConsensusResult => {
  const answers = countedAs(said, policy.crosswalk);
  const result = majorityOf(answers, policy);
  const { confidenceTarget = "majority", overlap, tools } = policy;
  if (confidenceTarget === "majority" || !overlap || !skills.classes || !tools.includes("class")) return result;
  return answers.length === 0 ? result : withCertainty(result, answers, { confidenceTarget, overlap }, skills.classes);
};

const countedAs = (said: readonly CountedAnswer[], crosswalk: Crosswalk = STRAIGHT): readonly CountedAnswer[] =>
  crosswalk.size === 0 ? said : said.map((one) => ({ ...one, answer: countsAs(one.answer, crosswalk) }));

const majorityOf = (answers: readonly CountedAnswer[], { tools }: ConsensusPolicy): ConsensusResult => {
  const annotators = answers.length;
  assert(new Set(answers.map(({ annotatorId }) => annotatorId)).size === annotators, "one answer per annotator");
  if (annotators === 0) return { state: "undecided", agreement: 0, doubts: [] };

  const kinds = tally(answers.map(({ answer }) => answer.kind));
  const special = specialOutcome(kinds, annotators);
  if (special) return { state: special, agreement: (kinds.get(special) ?? 0) / annotators };

  const labelled = answers.flatMap(({ annotatorId, answer }): readonly LabelledAnswer[] =>
    answer.kind === "labelled" ? [{ annotatorId, value: answer.value }] : [],
  );
  const fused = fuse(labelled, annotators, tools);
  const { value, support, backing } = fused;
  const oneClassOpen = tools.includes("class") && value.classes?.length === 0;
  const answerOpen = oneClassOpen || !isMajority(labelled.length, annotators);
  if (answerOpen || fused.doubts.length > 0) {
    const leaders = leadingChoices(answers, tools);
    const agreement = answerOpen ? leaders.votes / annotators : meanShare(backing, labelled.length, annotators);
    const doubts: readonly Doubt[] = [
      ...(answerOpen ? [{ about: "answer", leaders: leaders.choices } as const] : []),
      ...fused.doubts,
    ];
    return { state: "undecided", agreement, doubts, ...(labelled.length > 0 && { value, support }) };
  }
  return { state: "agreed", agreement: meanShare(backing, labelled.length, annotators), value, support };
};

const specialOutcome = (
  kinds: ReadonlyMap<AnnotationKind, number>,
  annotators: number,
): Exclude<AnnotationKind, "labelled"> | undefined => {
  if ((kinds.get("unusable") ?? 0) >= UNUSABLE_ANSWERS) return "unusable";
  return (["none_fit", "cant_tell"] as const).find((kind) => isMajority(kinds.get(kind) ?? 0, annotators));
};

interface Fused {
  readonly value: Value;
  readonly support: Support;
  readonly backing: readonly number[];
  readonly doubts: readonly Doubt[];
}

const fuse = (labelled: readonly LabelledAnswer[], annotators: number, tools: ConsensusPolicy["tools"]): Fused => {
  const classes = tools.includes("class")
    ? voteOneClass(labelled, annotators)
    : tools.includes("classes")
      ? voteEachClass(labelled, annotators)
      : undefined;
  const boxes = tools.includes("box") ? voteBoxes(labelled, annotators) : undefined;
  return {
    value: {
      ...(classes && { classes: classes.part.classes }),
      ...(boxes && { shapes: boxes.part.shapes.map(({ shape }) => shape) }),
    },
    support: {
      classes: classes?.part.support ?? [],
      shapes: boxes?.part.shapes.map(({ shape, annotators: drew }) => ({ shape, annotators: drew })) ?? [],
    },
    backing: [...(classes?.backing ?? []), ...(boxes?.backing ?? [])],
    doubts: [...(classes?.doubts ?? []), ...(boxes?.doubts ?? [])],
  };
};

/** Sums integers and divides once. Nothing said at all ("no boxes") stands on everyone who gave labels. */
const meanShare = (backing: readonly number[], labelled: number, annotators: number): number =>
  backing.length === 0
    ? labelled / annotators
    : backing.reduce((sum, votes) => sum + votes, 0) / (backing.length * annotators);

/** The choices with the most votes. Where classes exclude each other each label is a choice, else "gave labels" is one. */
const leadingChoices = (
  answers: readonly CountedAnswer[],
  tools: ConsensusPolicy["tools"],
): { readonly choices: readonly Choice[]; readonly votes: number } => {
  const names = new Map<string, Choice>();
  const votes = answers.map(({ answer }) => {
    const label = answer.kind === "labelled" && tools.includes("class") ? answer.value.classes?.[0] : undefined;
    const choice: Choice =
      answer.kind !== "labelled" ? { kind: answer.kind } : { kind: "labelled", ...(label && { label }) };
    const name = `${ANNOTATION_KINDS.indexOf(answer.kind)} ${label ?? ""}`;
    names.set(name, choice);
    return name;
  });
  const counts = tally(votes);
  const leaders = leadersOf(counts);
  return {
    choices: leaders.flatMap((name) => names.get(name) ?? []),
    votes: counts.get(leaders[0] ?? "") ?? 0,
  };
};
