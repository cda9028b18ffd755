import type { DataCard } from "./data-card.ts";
import { blocks, bullets, toBeWritten } from "./markdown.ts";

/** Pay for an answer, and what that comes to in an hour where somebody declared how long an answer takes. */
export const paySection = ({ project }: DataCard): string =>
  blocks(
    "## Pay",
    ...pay(project),
    toBeWritten("what is a living wage where the people who labelled live, and who says so?"),
  );

const pay = (project: DataCard["project"]): readonly string[] => {
  if (!project) return [toBeWritten("what was paid for an answer?")];
  if (project.pay.kind === "unpaid") return ["The work is unpaid, and everybody was told so."];
  const { amountMicros, currency } = project.pay;
  const terms = bullets([
    `${decimal(amountMicros)} ${currency} for each answer at the moment of this export, “none of these fit” and “I can't tell” included.`,
    "What is paid depends on the answers given and on nothing else. There is no answer that is rejected and none that is docked; items asked for again are paid again.",
  ]);
  const seconds = project.answerSeconds;
  if (!seconds)
    return [
      terms,
      "What that comes to in an hour is not known.",
      toBeWritten("how long does an answer take, by a paid pilot, and what does the pay come to in an hour?"),
    ];
  const hourly = (each: number): string => ((amountMicros * 3600) / each / 1_000_000).toFixed(2);
  return [
    terms,
    `In an hour that comes to about ${hourly(seconds.slow)} to ${hourly(seconds.usual)} ${currency}, by the time that the project declares for an answer: ` +
      `${seconds.usual} seconds as a rule, ${seconds.slow} when slow. Nobody's time was measured.`,
  ];
};

/** Millionths as a decimal number without needless zeros. */
const decimal = (micros: number): string => (micros / 1_000_000).toFixed(6).replace(/\.?0+$/, "");
