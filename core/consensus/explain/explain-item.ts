import type { KnownSkills } from "../online/known-skills.ts";
import { type OutcomeUnder, outcomeUnder, type Reading, type Spoken } from "../online/outcome-under.ts";
import { byText, isMajority } from "../tally.ts";
import type { Chance, Change, Explanation, Turn, Voice } from "./explanation.ts";
import { weightOf } from "./weight-of.ts";

/** What an explanation starts from. */
export interface Explained {
  readonly spoken: readonly Spoken[];
  /** A letter for each annotator of the item (core/letters.ts). Whoever has none is left out of the voices. */
  readonly letters: ReadonlyMap<string, string>;
  readonly skills: KnownSkills;
  /** The confidence that the project asks for. */
  readonly target: number;
  /** The class that stands for "none of these fit", where the skills have one. */
  readonly noneFit?: string;
}

/** More answers than this change an item in ways that nobody waits for. */
const MORE_MOST = 5;
/** Somebody nobody knows: an id is never empty. */
const TYPICAL = "";

/**
 * Why an item came out as it did: who said what (by letter), how much each answer counts, how likely each result is, and
 * what would change it. Names nobody, and holds no number of a person. A pure function of the answers and the snapshot.
 */
export const explainItem = (explained: Explained): Explanation => {
  const now = standsWith(explained.spoken, explained);
  if (now.winner === undefined && !now.isTied) return { kind: "unanswered" };
  const chances = chancesOf(now, explained);
  return {
    kind: "answered",
    ...(now.winner && { winner: now.winner }),
    isSure: now.isSure,
    chances,
    voices: voicesOf(chances, explained),
    changes: [...ifMoreCame(now, chances, explained), ...ifOneWasNot(now, explained)],
  };
};

interface Stands extends OutcomeUnder {
  /** Absent where several are alike, or nobody has answered. */
  readonly winner?: Reading;
  readonly isTied: boolean;
  readonly isSure: boolean;
}

const standsWith = (spoken: readonly Spoken[], { skills, target, noneFit }: Explained): Stands => {
  const under = outcomeUnder(spoken, skills, noneFit);
  const { outcome, standing } = under;
  if (outcome.winner === "unanswered") return { ...under, isTied: false, isSure: false };
  if (outcome.winner === "unusable") return { ...under, winner: { kind: "unusable" }, isTied: false, isSure: true };
  const isReached =
    skills.snapshot === 0
      ? isMajority(standing.votes[standing.winner] ?? 0, standing.answers)
      : (standing.probabilities[standing.winner] ?? 0) >= target;
  return {
    ...under,
    isTied: outcome.isTied,
    isSure: isReached && !outcome.isTied,
    ...(!outcome.isTied && { winner: readingAt(standing.winner, skills, noneFit) }),
  };
};

const readingAt = (number: number, { labels }: KnownSkills, noneFit: string | undefined): Reading => {
  const label = labels[number];
  if (label === undefined) return { kind: "cant_tell" };
  return label === noneFit ? { kind: "none_fit" } : { kind: "labelled", label };
};

const chancesOf = ({ standing }: Stands, { skills, noneFit }: Explained): readonly Chance[] =>
  Array.from(standing.probabilities, (probability, number) => ({ probability, number, votes: standing.votes[number]! }))
    .filter(({ number, votes }) => number < skills.labels.length || votes > 0)
    .sort(
      (a, b) =>
        Number(b.number === standing.winner) - Number(a.number === standing.winner) ||
        b.probability - a.probability ||
        a.number - b.number,
    )
    .filter(({ votes }, place) => place < 2 || votes > 0)
    .map(({ probability, number }) => ({ reading: readingAt(number, skills, noneFit), probability }));

/** Each answer is weighed against the result; those for the result against the next likeliest. */
const voicesOf = (chances: readonly Chance[], { spoken, letters, skills, noneFit }: Explained): readonly Voice[] => {
  const classAt = (reading: Reading | undefined): number | undefined => {
    const label = reading?.kind === "labelled" ? reading.label : reading?.kind === "none_fit" ? noneFit : undefined;
    return label === undefined ? undefined : skills.labelNumbers.get(label);
  };
  const [first, second] = chances.map(({ reading }) => classAt(reading)).filter((number) => number !== undefined);
  return spoken
    .flatMap(({ annotatorId, ...said }): readonly Voice[] => {
      const letter = letters.get(annotatorId);
      if (letter === undefined) return [];
      const label = classAt(said);
      if (label === undefined) return [{ letter, said }];
      return [{ letter, said, weight: weightOf(annotatorId, label, label === first ? second : first, skills) }];
    })
    .sort((a, b) => a.letter.length - b.letter.length || byText(a.letter, b.letter));
};

/** For each result that anybody may say, the fewest typical answers that change anything, and that turn the item to it. */
const ifMoreCame = (now: Stands, chances: readonly Chance[], explained: Explained): readonly Change[] =>
  chances.flatMap(({ reading }) => {
    const changes: Change[] = [];
    for (let answers = 1; answers <= MORE_MOST; answers += 1) {
      const more = Array.from({ length: answers }, (): Spoken => ({ annotatorId: TYPICAL, ...reading }));
      const turn = turnOf(now, standsWith([...explained.spoken, ...more], explained));
      if (turn && !changes.some((change) => change.turn.kind === turn.kind))
        changes.push({ kind: "more_answers", answers, for: reading, turn });
      if (turn?.kind === "turned") break;
    }
    return changes;
  });

const ifOneWasNot = (now: Stands, explained: Explained): readonly Change[] =>
  voicesOf([], explained).flatMap(({ letter }) => {
    const others = explained.spoken.filter(({ annotatorId }) => explained.letters.get(annotatorId) !== letter);
    const turn = others.length === 0 ? undefined : turnOf(now, standsWith(others, explained));
    return turn ? [{ kind: "without", letter, turn } as const] : [];
  });

const turnOf = (now: Stands, then: Stands): Turn | undefined => {
  if (then.winner && now.winner && !isSame(then.winner, now.winner)) return { kind: "turned", to: then.winner };
  if (now.isSure && !then.isSure) return { kind: "unsure" };
  return !now.isSure && then.isSure ? { kind: "sure" } : undefined;
};

const isSame = (a: Reading, b: Reading): boolean =>
  a.kind === b.kind && (a.kind !== "labelled" || b.kind !== "labelled" || a.label === b.label);
