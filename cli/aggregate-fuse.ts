import { type Choice, fitChosen, GOLD_NEEDED } from "../core/consensus/classes/choose-on-gold.ts";
import type { ClassAnswers } from "../core/consensus/classes/class-answers.ts";
import { type ClassFit, winnersOf } from "../core/consensus/classes/class-fit.ts";
import { CLASS_METHODS, type ClassMethodName } from "../core/consensus/classes/methods.ts";
import { withPredictions } from "../core/consensus/classes/predictions.ts";
import { goldOf, predictionsOf } from "./aggregate-known.ts";
import { CANDIDATES } from "./aggregate-methods.ts";
import { specialOutcomes } from "./aggregate-outcomes.ts";
import { RESERVED } from "./crowd-csv/answer-rows.ts";
import type { KnownLabel } from "./crowd-csv/known-labels.ts";
import { labelNamesOf, type NumberedAnswers } from "./crowd-csv/numbered-answers.ts";
import { answersAmong, type Places, placesAmong } from "./crowd-csv/places.ts";

export interface FuseSettings {
  readonly method: ClassMethodName;
  readonly gold?: readonly KnownLabel[] | undefined;
  readonly predictions?: readonly KnownLabel[] | undefined;
}

/** What is decided, by the numbers of the answers; arrays by item and label are row-major. */
export interface Decided {
  readonly label: Int32Array;
  readonly tied: Uint8Array;
  /** The probabilities to report. */
  readonly chances: Float64Array;
  readonly skill: Float64Array;
  /** What gold chose, where it was asked. */
  readonly choice?: Choice | undefined;
}

const SPECIAL: readonly string[] = [RESERVED.cant_tell, RESERVED.unusable];

/**
 * Fuses the answers of a file by a method. The default takes `__cant_tell__` and `__unusable__` for what they are
 * (core/consensus/classes/outcomes.ts), and lets enough gold choose the method; the others know no such answers, and
 * count them as labels.
 */
export const fuse = (numbered: NumberedAnswers, settings: FuseSettings): Decided => {
  const { answers } = numbered;
  const names = labelNamesOf(numbered);
  const places = [...names.keys()];
  const classes = places.filter((place) => settings.method !== "default" || !SPECIAL.includes(names[place]!));
  const some = placesAmong(numbered, classes);
  if (classes.length === places.length) return fused(numbered, answers, some, settings);
  // Nobody named a class in the whole file: the most frequent of what they did say.
  if (classes.length === 0)
    return fused(numbered, answers, placesAmong(numbered, places), { ...settings, method: "majority" });
  const plain = answersAmong(answers, some);
  const ofClasses = fused(numbered, plain, some, settings);
  return specialOutcomes(numbered, { classes, places: some, plain, gold: settings.gold }, ofClasses);
};

const fused = (
  { items }: NumberedAnswers,
  answers: ClassAnswers,
  places: Places,
  { method, gold, predictions }: FuseSettings,
): Decided => {
  const known = gold && goldOf(gold, places);
  const isChosen = method === "default" && known && known.filter((label) => label >= 0).length >= GOLD_NEEDED;
  const chosen = isChosen ? fitChosen(answers, known, CANDIDATES) : undefined;
  const people: ClassFit = chosen?.fit ?? CLASS_METHODS[method](answers, known);
  const fit = predictions
    ? withPredictions(
        people,
        answers,
        predictionsOf(predictions, places, (item) => items.texts[item]!),
      )
    : people;
  return {
    ...winnersOf(fit.posterior, answers.labels),
    chances: fit.confidence,
    skill: fit.skill,
    choice: chosen?.choice,
  };
};
