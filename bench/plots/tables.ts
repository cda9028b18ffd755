import { CLASS_METHODS, type ClassMethodName, isClassMethodName } from "../../core/consensus/classes/methods.ts";
import { fitShrinkage } from "../../core/consensus/classes/shrinkage.ts";
import { readOut } from "../../core/consensus/classes/shrinkage-read-out.ts";
import { figuresOf } from "../../test/core/consensus/classes/calibration.ts";
import { share } from "./axes.ts";
import { BOX_GATES, type VotedBoxes } from "./boxes-voted.ts";
import type { Bought, BoughtSet, PairPlayed } from "./buying.ts";
import type { GoldWorth } from "./gold-choice.ts";
import { type FittedSet, figuresIn, mean, meanOf } from "./methods-measured.ts";
import { CURVES } from "./reliability-plot.ts";

export const METHODS: readonly ClassMethodName[] = Object.keys(CLASS_METHODS).filter(isClassMethodName);

const TEMPERATURES = [0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5];

type Row = readonly string[];

const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const four = (value: number): string => share(value, 4);
const three = (value: number): string => share(value, 3);

/** Accuracy by set and method, ties by their part. */
export const accuracyTable = (sets: readonly FittedSet[], methods: readonly ClassMethodName[] = METHODS): string => {
  const all = methods.map((method) => ({ method, read: "posterior" }) as const);
  return table(
    ["set", ...methods],
    [
      ...sets.map((set) => [set.name, ...all.map((told) => four(figuresIn(set, told).accuracy))]),
      ["mean", ...all.map((told) => four(meanOf(sets, told, "accuracy")))],
    ],
  );
};

/** The gap between what is told and what is right, by set, for the four of the plot; NLL and Brier of the default. */
export const calibrationTable = (sets: readonly FittedSet[]): string => {
  const [reported] = CURVES;
  if (!reported) throw new Error("there is a default");
  return table(
    ["set", ...CURVES.map(({ name }) => `ECE: ${name}`), "NLL", "Brier"],
    [
      ...sets.map((set) => {
        const { nll, brier } = figuresIn(set, reported);
        return [set.name, ...CURVES.map((curve) => three(figuresIn(set, curve).ece)), three(nll), three(brier)];
      }),
      [
        "mean",
        ...CURVES.map((curve) => three(meanOf(sets, curve, "ece"))),
        three(meanOf(sets, reported, "nll")),
        three(meanOf(sets, reported, "brier")),
      ],
    ],
  );
};

/** How well each method's own reported confidence is meant: mean over sets. */
export const confidenceTable = (sets: readonly FittedSet[], methods: readonly ClassMethodName[] = METHODS): string =>
  table(
    ["method", "accuracy", "ECE", "NLL", "Brier"],
    methods.map((method) => {
      const told = { method, read: "confidence" } as const;
      return [
        method,
        four(meanOf(sets, told, "accuracy")),
        ...(["ece", "nll", "brier"] as const).map((figure) => three(meanOf(sets, told, figure))),
      ];
    }),
  );

/** Answers bought → accuracy; of a rule that stops (items decided: right of those; items contested). */
export const buyingTable = (sets: readonly BoughtSet[]): string => {
  const pair = ({ labels, accuracy }: Bought): string => `${labels.toFixed(1)} → ${three(accuracy)}`;
  const percent = (part: number): string => `${Math.round(100 * part)} %`;
  const split = ({ decided, rightOfDecided, contested }: Bought): string => {
    const left = Math.round(100 * contested) > 0 ? `; contested ${percent(contested)}` : "";
    return `(${percent(decided)}: ${three(rightOfDecided)}${left})`;
  };
  const row = (set: BoughtSet, rule: string, all: readonly Bought[]): Row => [
    set.name,
    rule,
    ...all.map((bought) => (rule === "fixed" ? pair(bought) : `${pair(bought)} ${split(bought)}`)),
  ];
  return table(
    ["set", "rule", "3 or .90", "5 or .95", "7 or .99"],
    sets.flatMap((set) => [
      row(set, "fixed", set.fixed),
      row(set, "stopping", set.stopping),
      row(set, "never contested", set.unbounded),
    ]),
  );
};

/** What is to be reached, and what two rules come to on orders of arrival they were set on and on others. */
export const pairsTable = (pairs: readonly PairPlayed[]): string =>
  table(
    ["set", "wanted", "seeds", "stops at", "bank chosen on", "blind bank"],
    pairs.flatMap((pair) =>
      (["alone", "two"] as const).map((rule) => [
        pair.name,
        `${pair.labels.toFixed(1)} → ${three(pair.accuracy)}`,
        `2 × ${pair.seeds}`,
        `${rule === "alone" ? "confidence" : "two readings"} ${String(pair[rule]).replace(/^0/, "")}`,
        ...pair.told.filter((told) => told.rule === rule).map(({ text }) => text),
      ]),
    ),
  );

/** What gold chose, and what it was worth. */
export const goldTable = (worths: readonly GoldWorth[]): string => {
  const figure = (side: "before" | "after", of: "accuracy" | "nll") => mean(worths.map((worth) => worth[side][of]));
  return table(
    ["set", "chosen", "accuracy: default", "as chosen", "NLL: default", "as chosen"],
    [
      ...worths.map(({ name, chosen, before, after }) => [
        name,
        [...new Set(chosen)].map((one) => `${one} × ${chosen.filter((other) => other === one).length}`).join(", "),
        four(before.accuracy),
        four(after.accuracy),
        three(before.nll),
        three(after.nll),
      ]),
      [
        "mean",
        "",
        four(figure("before", "accuracy")),
        four(figure("after", "accuracy")),
        three(figure("before", "nll")),
        three(figure("after", "nll")),
      ],
    ],
  );
};

/** How alike mistakes are held to be, and what the default's probabilities are then worth: means over sets. */
export const temperatureTable = (sets: readonly FittedSet[]): string => {
  const learned = sets.map((set) => ({ ...set, fit: fitShrinkage(set.answers) }));
  return table(
    ["ρ", "ECE", "NLL", "Brier"],
    TEMPERATURES.map((rho) => {
      const figures = learned.map(({ answers, truth, fit }) =>
        figuresOf({ ...readOut(answers, fit, rho), skill: fit.skill }, truth, answers.labels),
      );
      return [
        share(rho),
        ...(["ece", "nll", "brier"] as const).map((of) => three(mean(figures.map((one) => one[of])))),
      ];
    }),
  );
};

/** What a vote on boxes finds. */
export const boxTable = (voted: readonly VotedBoxes[]): string =>
  table(
    ["annotators", ...BOX_GATES.flatMap((gate) => [`found, gate ${gate}`, `overlap, gate ${gate}`])],
    [...Map.groupBy(voted, ({ annotators }) => annotators)].map(([annotators, all]) => [
      String(annotators),
      ...all.flatMap(({ found, overlap }) => [three(found), three(overlap)]),
    ]),
  );
