import { classAnswers } from "../classes/class-answers.ts";
import { type ClassMethod, winnersOf } from "../classes/class-fit.ts";
import { byText } from "../tally.ts";

/** Who gave a thing which label. */
export interface LabelVote {
  readonly annotator: number;
  readonly label: string;
}

/** What a thing is called, as a class method has it. */
export interface LabelOfThing {
  /** Of several equally likely labels the first by text. */
  readonly label: string;
  readonly confidence: number;
  readonly isTied: boolean;
  /** The labels that somebody gave it, likeliest first, then by text. */
  readonly labels: readonly { readonly label: string; readonly share: number }[];
}

/** Decides the labels of things, each with at least one vote, by a method for classes: a thing is its item. */
export const labelThings = (
  things: readonly (readonly LabelVote[])[],
  annotators: number,
  method: ClassMethod,
): readonly LabelOfThing[] => {
  const names = [...new Set(things.flatMap((votes) => votes.map(({ label }) => label)))].sort(byText);
  if (names.length === 0) return [];
  const numberOf = new Map(names.map((name, at) => [name, at]));
  const rows = things.flatMap((votes, item) => votes.map((vote) => ({ item, ...vote })));
  const answers = classAnswers(
    {
      item: Int32Array.from(rows, ({ item }) => item),
      annotator: Int32Array.from(rows, ({ annotator }) => annotator),
      label: Int32Array.from(rows, ({ label }) => numberOf.get(label) ?? -1),
    },
    { items: things.length, annotators, labels: names.length },
  );
  const { posterior, confidence } = method(answers);
  const winners = winnersOf(posterior, names.length);
  return things.map((votes, thing) => {
    const shareOf = (label: string): number => confidence[thing * names.length + (numberOf.get(label) ?? 0)]!;
    const label = names[winners.label[thing]!]!;
    return {
      label,
      confidence: shareOf(label),
      isTied: winners.tied[thing] === 1,
      labels: [...new Set(votes.map((vote) => vote.label))]
        .sort(byText)
        .map((given) => ({ label: given, share: shareOf(given) }))
        .sort((a, b) => b.share - a.share),
    };
  });
};
