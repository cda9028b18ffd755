import type { Choice } from "../core/consensus/classes/choose-on-gold.ts";
import type { Aggregate } from "./aggregate-lines.ts";

/** What was done, in a line or two for standard error: counts, ties, and what gold chose. */
export const summaryOf = (
  { answers, decided, duplicates, replaced }: Aggregate,
  method: string,
  declined: number,
): string => {
  const ties = decided.tied.reduce((sum, tied) => sum + tied, 0);
  const facts = [
    counted(answers.items, "task"),
    counted(answers.label.length, "answer"),
    counted(answers.annotators, "annotator"),
    counted(answers.labels, "label"),
    counted(ties, "tie"),
    ...(duplicates > 0 ? [`${counted(duplicates, "duplicate row")} dropped`] : []),
    ...(replaced > 0 ? [`${counted(replaced, "answer")} replaced by a later one`] : []),
    ...(declined > 0 ? [`${counted(declined, "declined row")} left out`] : []),
  ];
  return [`${method}: ${facts.join(", ")}`, ...(decided.choice ? [choiceText(decided.choice)] : [])].join("\n");
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const choiceText = ({ method, rho, goldItems, tried }: Choice): string =>
  `gold: ${goldItems} tasks chose ${method} at correlation ${rho} (mean -ln of the truth: ${tried
    .map((one) => `${one.method} ${one.nll.toFixed(3)}`)
    .join(", ")})`;
