import type { ClassFit } from "../../core/consensus/classes/class-fit.ts";
import { CLASS_METHODS, type ClassMethodName } from "../../core/consensus/classes/methods.ts";
import { type Figures, figuresOf } from "../../test/core/consensus/classes/calibration.ts";
import { CROWD_SETS, type CrowdSet, type CrowdSetName, crowdSet } from "../../test/support/crowd-sets.ts";

/** A set with what some methods make of it. */
export interface FittedSet extends CrowdSet {
  readonly name: CrowdSetName;
  readonly fits: Partial<Record<ClassMethodName, ClassFit>>;
}

export const fittedSets = (methods: readonly ClassMethodName[]): readonly FittedSet[] =>
  CROWD_SETS.map((name) => {
    const set = crowdSet(name);
    return { ...set, name, fits: Object.fromEntries(methods.map((of) => [of, CLASS_METHODS[of](set.answers)])) };
  });

/** The probabilities that a figure is about. */
export interface Told {
  readonly method: ClassMethodName;
  /** `posterior`: as if annotators erred independently; of majority the share of votes. */
  readonly read: "confidence" | "posterior";
}

/** A method's fit with the probabilities that are asked for. Throws where the method was not fitted. */
export const fitOf = ({ fits, name }: FittedSet, { method, read }: Told): ClassFit => {
  const fit = fits[method];
  if (!fit) throw new Error(`${method} was not fitted on ${name}`);
  return { ...fit, confidence: fit[read] };
};

export const figuresIn = (set: FittedSet, told: Told): Figures =>
  figuresOf(fitOf(set, told), set.truth, set.answers.labels);

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The mean of a figure over sets, each weighing alike. */
export const meanOf = (sets: readonly FittedSet[], told: Told, figure: keyof Figures): number =>
  mean(sets.map((set) => figuresIn(set, told)[figure]));
