import { byText } from "../tally.ts";
import { TIE } from "../tie.ts";
import { signOf, type TextAnswer, type WritingOptions, type Written, writtenBy } from "./free-text.ts";
import { distancesOf, strainOf } from "./medoid.ts";
import { type Token, textOf } from "./tokens.ts";
import { networkOf, type Slot } from "./word-network.ts";

export interface VotedWord {
  readonly text: string;
  /** The share of weight that says it here, drawn to a half as by one more voice that is undecided: below 1. */
  readonly confidence: number;
  /** Share of annotators who say it here. */
  readonly agreement: number;
  /** Another word, or none, has as much weight here. */
  readonly tied: boolean;
}

export interface Transcription {
  readonly text: string;
  readonly words: readonly VotedWord[];
  /** Mean over all places that somebody filled, those left empty too; without any, that there is nothing. Below 1. */
  readonly confidence: number;
  /** Places, filled or left empty, where votes are even. */
  readonly ties: number;
}

export type TranscriptionOptions = Omit<WritingOptions, "unit">;

/**
 * Fuses transcriptions word by word: ROVER (Fiscus 1997), with annotators weighed. The answers are aligned into a network,
 * the medoid first and then by how near they are to all (so that the order of arrival has no part in it, and the first
 * alignment is the best to lean on), and each place goes to the word, or to none, with the most weight. Where two have as
 * much the medoid's stands, else the first in the order of text, a word before none. A word is written, and spaced, as most
 * weight writes it. Undefined without answers; one answer is its own transcription.
 */
export const transcribe = (
  answers: readonly TextAnswer[],
  options: TranscriptionOptions = {},
): Transcription | undefined => {
  const written = writtenBy(answers, { ...options, unit: "word" });
  if (written.length === 0) return undefined;
  const distances = distancesOf(written);
  const inOrder = written
    .map((one, at) => ({ one, strain: Math.round(strainOf(at, written, distances) / TIE) }))
    .sort((a, b) => a.strain - b.strain || byText(a.one.text, b.one.text) || byText(a.one.annotator, b.one.annotator))
    .map(({ one }) => one);
  const weight = inOrder.reduce((sum, one) => sum + one.weight, 0);
  const undecided = weight / inOrder.length;
  const sure = (votes: number): number => (votes + undecided / 2) / (weight + undecided);
  const places = networkOf(inOrder).map((slot) => ({ slot, ...leaderOf(slot, inOrder) }));
  const filled = places.flatMap(({ slot, sign, isTied }) => {
    if (sign === "") return [];
    const token = tokenOf(slot, sign, inOrder, options.caseMatters ?? false);
    const votes = slot.signs.filter((at, who) => at >= 0 && inOrder[who]!.signs[at] === sign).length;
    const word: VotedWord = {
      text: token.text,
      confidence: sure(slot.votes.get(sign)!),
      agreement: votes / inOrder.length,
      tied: isTied,
    };
    return [{ token, word }];
  });
  const confidences = places.map(({ slot, sign }) => sure(slot.votes.get(sign)!));
  return {
    text: textOf(filled.map(({ token }) => token)),
    words: filled.map(({ word }) => word),
    confidence:
      places.length === 0 ? sure(weight) : confidences.reduce((sum, share) => sum + share, 0) / confidences.length,
    ties: places.filter(({ isTied }) => isTied).length,
  };
};

const leaderOf = ({ votes, signs }: Slot, inOrder: readonly Written[]) => {
  const most = Math.max(...votes.values());
  const leaders = [...votes.keys()].filter((sign) => votes.get(sign)! >= most - TIE);
  const ofMedoid = signs[0]! < 0 ? "" : inOrder[0]!.signs[signs[0]!]!;
  const words = leaders.filter((sign) => sign !== "").sort(byText);
  return { sign: leaders.includes(ofMedoid) ? ofMedoid : (words[0] ?? ""), isTied: leaders.length > 1 };
};

/** How the sign is written here, and whether a space comes before it, by weight. */
const tokenOf = ({ signs }: Slot, sign: string, inOrder: readonly Written[], caseMatters: boolean): Token => {
  const spellings = new Map<string, number>();
  let spaced = 0;
  signs.forEach((at, who) => {
    const { tokens, weight } = inOrder[who]!;
    const token = tokens[at];
    if (!token || (caseMatters ? token.text : signOf(token.text)) !== sign) return;
    spellings.set(token.text, (spellings.get(token.text) ?? 0) + weight);
    // The first word of an answer says nothing about a space before it.
    if (at > 0) spaced += token.spaced ? weight : -weight;
  });
  const most = Math.max(...spellings.values());
  const [text = sign] = [...spellings.keys()].filter((spelling) => spellings.get(spelling)! >= most - TIE).sort(byText);
  return { text, spaced: spaced > -TIE };
};
