import { byText } from "../tally.ts";
import { TIE } from "../tie.ts";
import { relativeEditDistance } from "./edit-distance.ts";
import { type TextAnswer, type WritingOptions, type Written, writtenBy } from "./free-text.ts";

export interface TextMedoid {
  /** One of the answers, normalized. */
  readonly text: string;
  /** Those who wrote it, in this case or another, in the order of their ids. */
  readonly annotators: readonly string[];
  /** Share of annotators who wrote it. */
  readonly agreement: number;
  /** 1 − its weighted mean distance to everybody else's answer, 0 to 1; 0 where nobody else answered. No probability. */
  readonly closeness: number;
  /** Other texts that are as near to all, in their order. */
  readonly tied: readonly string[];
}

/**
 * The answer that is nearest to all the others: for free text, which has no parts to vote on. Distance is edits over the
 * longer length; annotators count by their weights. Of several as near the first in the order of their text wins and the
 * others are named. Answers that differ in case alone are the same (unless case matters), written as most weight writes
 * it. Undefined without answers.
 */
export const medoidOf = (answers: readonly TextAnswer[], options: WritingOptions = {}): TextMedoid | undefined => {
  const written = writtenBy(answers, options);
  const distances = distancesOf(written);
  const strains = written.map((_, at) => strainOf(at, written, distances));
  const least = Math.min(...strains);
  const nearest = written.filter((_, at) => strains[at]! <= least + TIE);
  const alike = [...Map.groupBy(nearest, ({ signs }) => JSON.stringify(signs)).values()]
    .map((members) => ({ members, text: spellingOf(members) }))
    .sort((a, b) => byText(a.text, b.text));
  const [chosen, ...others] = alike;
  if (!chosen) return undefined;
  const { members, text } = chosen;
  return {
    text,
    annotators: members.map(({ annotator }) => annotator),
    agreement: members.length / written.length,
    closeness: closenessOf(written.indexOf(members[0]!), written, distances),
    tied: others.map((other) => other.text),
  };
};

/** Of texts with the same signs the one with the most weight, else the first in the order of text. */
const spellingOf = (members: readonly Written[]): string => {
  const weights = new Map<string, number>();
  for (const { text, weight } of members) weights.set(text, (weights.get(text) ?? 0) + weight);
  const most = Math.max(...weights.values());
  return [...weights.keys()].filter((text) => weights.get(text)! >= most - TIE).sort(byText)[0]!;
};

/** Between each two answers, symmetric; each pair is measured once. */
export const distancesOf = (written: readonly Written[]): readonly (readonly number[])[] => {
  const distances = written.map(() => new Array<number>(written.length).fill(0));
  written.forEach(({ signs, text }, a) => {
    for (let b = 0; b < a; b += 1) {
      const other = written[b]!;
      const distance = other.text === text ? 0 : relativeEditDistance(other.signs, signs);
      distances[a]![b] = distance;
      distances[b]![a] = distance;
    }
  });
  return distances;
};

/** The weighted sum of distances to all answers: what a medoid has least of. */
export const strainOf = (at: number, written: readonly Written[], distances: readonly (readonly number[])[]): number =>
  written.reduce((sum, { weight }, other) => sum + weight * distances[at]![other]!, 0);

const closenessOf = (at: number, written: readonly Written[], distances: readonly (readonly number[])[]): number => {
  const others = written.reduce((sum, { weight }, other) => (other === at ? sum : sum + weight), 0);
  return others === 0 ? 0 : Math.max(0, 1 - strainOf(at, written, distances) / others);
};
