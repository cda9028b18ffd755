import { type Answer, CANT_TELL_REASONS, type CantTellReason } from "../annotation.ts";
import { currentCounted } from "../decide.ts";
import type { AnnotatorId, LabelId } from "../ids.ts";

/** An answer as far as the rates look at it. */
export interface RatedAnswer {
  readonly round: number;
  readonly annotatorId: AnnotatorId;
  readonly revision: number;
  readonly counted: boolean;
  readonly answer: Answer;
  /** Of the instructions that it was given under. Absent for answers of the time before that was written down. */
  readonly instructionsVersion?: number;
}

/** How often people could not label as they were asked to. It tells of labels, instructions and material, never of a person. */
export interface SpecialRate {
  /** All answers to these items, whatever they said. */
  readonly answers: number;
  readonly items: number;
  readonly noneFit: number;
  readonly cantTell: number;
  /** Of `cantTell`, those that said why. */
  readonly reasons: Readonly<Partial<Record<CantTellReason, number>>>;
}

export interface SpecialRates {
  /** Over the items where anybody named the label in the last round that was answered; highest share of both first, then by id. */
  readonly byLabel: readonly (SpecialRate & { readonly label: LabelId })[];
  /** Over all answers that were ever given under a version of the instructions; oldest version first. */
  readonly byInstructions: readonly (SpecialRate & { readonly version: number })[];
}

/** Fewer items would make a figure of chance. */
export const RATED_ITEMS_MIN = 10;
/** Fewer people would make it a figure of a person. */
export const RATED_PEOPLE_MIN = 3;

interface Tally {
  items: number;
  answers: number;
  noneFit: number;
  cantTell: number;
  readonly reasons: Partial<Record<CantTellReason, number>>;
  readonly people: Set<AnnotatorId>;
}

export interface SpecialRateCount {
  /** An item's answers of every round. The last that anybody has answered in is what its labels are read from. */
  add(answers: readonly RatedAnswer[]): void;
  /** Of what was added so far. */
  rates(): SpecialRates;
}

/**
 * Counts "none of these fit" and "I can't tell" item by item, so that no answers need be held: for the labels given and
 * each version of the instructions. A set of fewer than `RATED_ITEMS_MIN` items or `RATED_PEOPLE_MIN` people is left
 * out, so no items give two empty lists. Of each annotator only the current counted answer of a round is heard. An
 * answer that names a label twice counts once. The same items in any order give the same bytes.
 */
export const specialRateCount = (labels: readonly LabelId[]): SpecialRateCount => {
  const ofLabel = new Map(labels.map((label) => [label, emptyTally()]));
  const ofInstructions = new Map<number, Tally>();
  return {
    add(answers) {
      const current = currentOfRounds(answers);
      const last = Math.max(...current.map(({ round }) => round));
      const inForce = current.filter(({ round }) => round === last);
      for (const label of new Set(inForce.flatMap(({ answer }) => namedIn(answer)))) add(ofLabel.get(label), inForce);
      for (const [version, given] of Map.groupBy(current, versionOf)) {
        const tally = ofInstructions.get(version) ?? emptyTally();
        ofInstructions.set(version, tally);
        add(tally, given);
      }
    },
    rates: () => ({
      byLabel: [...ofLabel]
        .filter(([, tally]) => isEnough(tally))
        .map(([label, tally]) => ({ label, ...rateOf(tally) }))
        .sort((a, b) => specialShare(b) - specialShare(a) || (a.label < b.label ? -1 : 1)),
      byInstructions: [...ofInstructions]
        .filter(([, tally]) => isEnough(tally))
        .map(([version, tally]) => ({ version, ...rateOf(tally) }))
        .sort((a, b) => a.version - b.version),
    }),
  };
};

const specialShare = ({ answers, noneFit, cantTell }: SpecialRate): number => (noneFit + cantTell) / answers;

const emptyTally = (): Tally => ({ items: 0, answers: 0, noneFit: 0, cantTell: 0, reasons: {}, people: new Set() });

const currentOfRounds = (answers: readonly RatedAnswer[]): readonly RatedAnswer[] =>
  [...Map.groupBy(answers, ({ round }) => round).values()].flatMap((inRound) => currentCounted(inRound));

const versionOf = ({ instructionsVersion = 1 }: RatedAnswer): number => instructionsVersion;

const namedIn = (answer: Answer): readonly LabelId[] =>
  answer.kind === "labelled"
    ? [...(answer.value.classes ?? []), ...(answer.value.shapes ?? []).map(({ label }) => label)]
    : [];

/** Nothing for a label that is not asked about. */
const add = (tally: Tally | undefined, answers: readonly RatedAnswer[]): void => {
  if (!tally) return;
  tally.items += 1;
  for (const { annotatorId, answer } of answers) {
    tally.answers += 1;
    tally.people.add(annotatorId);
    if (answer.kind === "none_fit") tally.noneFit += 1;
    if (answer.kind !== "cant_tell") continue;
    tally.cantTell += 1;
    if (answer.reason) tally.reasons[answer.reason] = (tally.reasons[answer.reason] ?? 0) + 1;
  }
};

const isEnough = ({ items, people }: Tally): boolean => items >= RATED_ITEMS_MIN && people.size >= RATED_PEOPLE_MIN;

const rateOf = ({ people: _, reasons, ...rate }: Tally): SpecialRate => ({
  ...rate,
  reasons: Object.fromEntries(
    CANT_TELL_REASONS.flatMap((reason) => (reasons[reason] ? [[reason, reasons[reason]] as const] : [])),
  ),
});
