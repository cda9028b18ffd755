import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { krippendorffAlpha } from "./alpha.ts";
import { crossGroup } from "./cross-group.ts";
import type { Figure, Random } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";
import { type LabelDistance, labelDistance } from "./label-distance.ts";
import type { Scale } from "./scale.ts";
import { answersOfSome } from "./some-annotators.ts";
import { type SplitTest, splitTest } from "./split-test.ts";

/** A figure about a group needs at least so many people in it, and as many on the other side (docs/agreement.md). */
export const PEOPLE_MIN = 5;

/** Of each annotator: in the group, on the other side, or on neither (did not say, or did not consent). */
export type Side = "group" | "others" | "neither";

/** Refused, and without counts: how many people are missing would itself tell of them. */
export interface TooFewPeople {
  readonly kind: "too-few-people";
  readonly least: number;
}

/** How a group agrees within itself and with the others, and whether it is more than a chance split would give. */
export interface GroupAgreement {
  readonly kind: "value";
  /** Alpha among the group. */
  readonly within: Figure;
  /** Alpha among the others. */
  readonly withinOthers: Figure;
  /** Between one of each, on the items that both answered. */
  readonly across: Figure;
  /** `within` over `across`: above 1 the group has a view of its own. Undefined where either is, or `across` is not above 0. */
  readonly association: number | undefined;
  /** Undefined where `association` is, or no split at random had one. */
  readonly test: SplitTest | undefined;
}

/**
 * Group association (Prabhakaran et al. 2023, "GRASP"): in-group over cross-group reliability, tested against splits of
 * the same people at random into sides of the same sizes. Refused where any of its figures would rest on fewer than five
 * people of a side: people count who answered what another of their side did, and what somebody of the other side did.
 * Across groups, the ordinal level takes ranks among all answers. The same generator state gives the same test.
 */
export const groupAgreement = (
  answers: ClassAnswers,
  sides: readonly Side[],
  scale: Scale,
  random: Random,
  { splits = 1000 }: { readonly splits?: number } = {},
): GroupAgreement | TooFewPeople => {
  const whole = answersOfSome(answers, (annotator) => isOnSide(sides[annotator]));
  const inGroup = Uint8Array.from({ length: answers.annotators }, (_, at) => (sides[at] === "group" ? 1 : 0));
  const group = answersOfSome(whole, (annotator) => inGroup[annotator] === 1);
  const others = answersOfSome(whole, (annotator) => inGroup[annotator] === 0);
  const smallest = Math.min(
    whoMeet(group, group, 2),
    whoMeet(others, others, 2),
    whoMeet(group, others, 1),
    whoMeet(others, group, 1),
  );
  if (smallest < PEOPLE_MIN) return { kind: "too-few-people", least: PEOPLE_MIN };
  const distance = labelDistance(labelCounts(whole), scale);
  const found = compareSides(group, others, scale, distance);
  const associationOf = (isAmong: (annotator: number) => boolean): number | undefined =>
    compareSides(
      answersOfSome(whole, isAmong),
      answersOfSome(whole, (annotator) => !isAmong(annotator)),
      scale,
      distance,
    ).association;
  return {
    kind: "value",
    ...found,
    withinOthers: krippendorffAlpha(others, scale).figure(),
    test:
      found.association === undefined
        ? undefined
        : splitTest({
            figure: found.association,
            inGroup,
            people: peopleOf(whole),
            figureOf: associationOf,
            splits,
            random,
          }),
  };
};

const isOnSide = (side: Side | undefined): boolean => side === "group" || side === "others";

const peopleOf = ({ annotator }: ClassAnswers): Int32Array => Int32Array.from(new Set(annotator)).sort();

/** How many people of a side answered an item to which the other side (or the same) gave at least so many answers. */
const whoMeet = ({ items, starts, annotator }: ClassAnswers, other: ClassAnswers, least: number): number => {
  const meet = new Set<number>();
  for (let item = 0; item < items; item += 1) {
    if (other.starts[item + 1]! - other.starts[item]! < least) continue;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) meet.add(annotator[at]!);
  }
  return meet.size;
};

const compareSides = (
  group: ClassAnswers,
  others: ClassAnswers,
  scale: Scale,
  distance: LabelDistance,
): Pick<GroupAgreement, "within" | "across" | "association"> => {
  const within = krippendorffAlpha(group, scale).figure();
  const across = crossGroup(labelCounts(group), labelCounts(others), distance);
  const isThere = within.kind === "value" && across.kind === "value" && across.value > 0;
  return { within, across, association: isThere ? within.value / across.value : undefined };
};
