import { unreachable } from "../../assert.ts";
import type { Reading } from "../online/outcome-under.ts";
import type { Change, Explanation, Turn, Voice, Weight } from "./explanation.ts";

/**
 * An explanation in English, a sentence a line: for the command line and the documents. The page says the same codes in
 * the reader's language. `nameOf` gives a label's name.
 */
export const inEnglish = (
  explanation: Explanation,
  nameOf: (label: string) => string = (label) => label,
): readonly string[] => {
  if (explanation.kind === "unanswered") return ["Nobody has answered yet."];
  const { winner, isSure, chances, voices, changes } = explanation;
  const named = (reading: Reading): string => nameOfReading(reading, nameOf);
  const likely = chances.map(({ reading, probability }) => `${named(reading)} ${percent(probability)}`).join(", ");
  const result = winner ? `${capital(named(winner))}, ${isSure ? "sure enough" : "not sure enough yet"}` : "Undecided";
  return [
    `${result}: ${likely}.`,
    ...saidLines(voices, named),
    ...weightLines(voices),
    ...changes.map((change) => changeLine(change, named)),
  ];
};

const nameOfReading = (reading: Reading, nameOf: (label: string) => string): string => {
  switch (reading.kind) {
    case "labelled":
      return `“${nameOf(reading.label)}”`;
    case "none_fit":
      return "none of these fit";
    case "cant_tell":
      return "nobody can tell";
    case "unusable":
      return "the item cannot be used";
    default:
      return unreachable(reading);
  }
};

/** Whole, and never 0 or 100: nothing is certain. */
const percent = (probability: number): string => {
  const whole = Math.round(probability * 100);
  return whole < 1 ? "under 1 %" : whole > 99 ? "over 99 %" : `${whole} %`;
};

const saidLines = (voices: readonly Voice[], named: (reading: Reading) => string): readonly string[] =>
  [...Map.groupBy(voices, ({ said }) => (said.kind === "cant_tell" ? "can't tell" : named(said)))].map(
    ([said, group]) => `${listed(group)} ${group.length === 1 ? "says" : "say"}: ${said}.`,
  );

const WEIGHTS: Readonly<Record<Weight, string>> = {
  against: "speaks rather against what it says: it often goes with the other answer",
  hardly: "counts hardly at all here",
  half: "counts about as much as half an average answer",
  one: "counts about as much as an average answer",
  two: "counts about as much as two average answers",
  three_or_more: "counts as much as three average answers or more",
};

const weightLines = (voices: readonly Voice[]): readonly string[] => {
  const weighed = voices.filter(({ weight }) => weight !== undefined);
  const groups = [...Map.groupBy(weighed, ({ weight }) => weight ?? "one")];
  if (groups.length === 1 && groups[0]?.[0] === "one" && weighed.length > 1) return ["Every answer counts alike."];
  return groups.map(
    ([weight, group]) => `${group.length === 1 ? "The answer" : "Each answer"} of ${listed(group)} ${WEIGHTS[weight]}.`,
  );
};

const listed = (voices: readonly Voice[]): string => {
  const letters = voices.map(({ letter }) => letter);
  return letters.length < 2 ? letters.join() : `${letters.slice(0, -1).join(", ")} and ${letters.at(-1)}`;
};

const COUNTS = ["no", "one", "two", "three", "four", "five"];

const changeLine = (change: Change, named: (reading: Reading) => string): string => {
  if (change.kind === "without") return `Without the answer of ${change.letter} ${turned(change.turn, named)}.`;
  const answers = change.answers === 1 ? "answer" : "answers";
  const count = capital(COUNTS[change.answers] ?? String(change.answers));
  return `${count} more ${answers} for ${named(change.for)}, by an average annotator: ${turned(change.turn, named)}.`;
};

const turned = (turn: Turn, named: (reading: Reading) => string): string => {
  switch (turn.kind) {
    case "unsure":
      return "it would be undecided";
    case "sure":
      return "it would be sure enough";
    case "turned":
      return `it would turn to ${named(turn.to)}`;
    default:
      return unreachable(turn);
  }
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
