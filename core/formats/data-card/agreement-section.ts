import type { Figure, WhyUndefined } from "../../agreement/figure.ts";
import { NONE_FIT } from "../../consensus/project-answers.ts";
import type { DataCard } from "./data-card.ts";
import { SPREADS } from "./facts.ts";
import { type AgreementFigures, agreementOf, fact, named, numbered } from "./figures.ts";
import { blocks, bullets, share, table, toBeWritten } from "./markdown.ts";

const PAIRS_SHOWN = 5;

/** How answers became labels, how far people agree, and what became of the answers that did not win. */
export const agreementSection = (card: DataCard): string =>
  blocks(
    "## Quality and disagreement",
    "### How answers became labels",
    decided(card),
    "### Agreement",
    ...agreement(card),
    "### Single answers and released labels",
    dissent(card),
    toBeWritten("what does quality mean for this use, and who judged it?"),
  );

const decided = ({ overlap, confidenceTarget, facts }: DataCard): string => {
  const answers = numbered(facts, "answers/").map(([count, items]) => `${items} × ${count}`);
  return bullets([
    `Each item was asked of ${overlap.min} people at first and of ${overlap.max} at most while they did not agree. Items × answers that count: ${answers.join(", ") || "none"}.`,
    confidenceTarget === "majority"
      ? "A label is decided by more than half of the answers."
      : `A class is decided when it is right with a probability of ${confidenceTarget}, by a model of who takes what for what; other answers by more than half.`,
    `Settled by a reviewer, with all the answers under it kept: ${share(fact(facts, "reviewed"), fact(facts, "items"))} items.`,
    `Corrections that annotators made to their own answers: ${fact(facts, "corrections")}. All revisions are in \`annotations.jsonl\` and \`raw_answers.csv\`, where those were asked for.`,
  ]);
};

const agreement = ({ facts, ontology }: DataCard): readonly string[] => {
  const figures = agreementOf(facts);
  if (figures.items === 0) return ["No item has two answers that could be compared."];
  const asksOne = ontology.tools.includes("class");
  return [
    asksOne
      ? together(figures)
      : `Answers may name several labels or none, so agreement is told label by label, over ${figures.items} items with two answers or more: does one person name it when another does?`,
    byLabel(figures),
    asksOne ? spread({ facts }, figures.items) : "",
    asksOne ? confused({ facts }) : "",
    ontology.tools.includes("box") ? "How well drawn boxes lie on each other is not in these figures." : "",
  ];
};

const together = ({ items, alpha, percent = 0 }: AgreementFigures): string =>
  bullets([
    `Krippendorff's alpha, nominal: ${inWords(alpha)}. 1 is full agreement, 0 is chance.`,
    `Pairs of answers to the same item that are alike: ${(100 * percent).toFixed(1)} %, mean over items.`,
    `Over ${items} items with two answers or more. “None of these fit” counts as one more label; “I can't tell” and “unusable” take no part.`,
  ]);

const byLabel = ({ byLabel: figures }: AgreementFigures): string =>
  table(
    ["Label", "Alpha against all others"],
    [...figures].map(([label, figure]) => [nameOf(label), inWords(figure)]),
  );

const spread = ({ facts }: Pick<DataCard, "facts">, items: number): string =>
  blocks(
    "How far the answers to an item spread (entropy; one bit is an even split between two labels):",
    table(
      ["Spread", "Items"],
      SPREADS.map((name) => [name, share(fact(facts, `spread/${name}`), items)]),
    ),
  );

const confused = ({ facts }: Pick<DataCard, "facts">): string => {
  const pairs = named(facts, "split/")
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, PAIRS_SHOWN)
    .map(([pair, items]) => [pair.split("/").map(nameOf).join(" and "), String(items)]);
  return pairs.length === 0
    ? ""
    : blocks("Labels that people most often split between:", table(["Labels", "Items"], pairs));
};

const dissent = ({ facts, ontology }: DataCard): string => {
  const against = fact(facts, "dissent");
  const all = against + fact(facts, "behind");
  return blocks(
    ontology.tools.includes("class") &&
      `Under items with an agreed label, ${share(against, all)} answers say something else.`,
    "None of them is dropped: `soft_labels.jsonl` has for every item how many said what, the ties and the special answers included.",
  );
};

const nameOf = (label: string): string => (label === NONE_FIT ? "none of these fit" : `\`${label}\``);

const WHY: Readonly<Record<WhyUndefined, string>> = {
  "no-answers": "not defined, there are no answers",
  "one-annotator": "not defined, one person answered",
  "no-pairs": "not defined, no item has two answers",
  "one-label": "not defined, there is one label only",
  "no-variation": "not defined, all answers are alike",
  "unequal-answers": "not defined",
  "too-few-items": "not defined, too few items",
};

const inWords = (figure: Figure): string => (figure.kind === "value" ? figure.value.toFixed(3) : WHY[figure.why]);
