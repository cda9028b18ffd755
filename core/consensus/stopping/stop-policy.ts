import type { ItemOutcome } from "../classes/outcomes.ts";
import { annotatorNumber, type KnownSkills } from "../online/known-skills.ts";

/** How sure a project wants to be, and how many annotators it pays for. */
export interface StopPolicy {
  /** An item is decided from this confidence on. */
  readonly target: number;
  readonly overlap: { readonly min: number; readonly max: number };
  /**
   * What will do where no more may be asked. @default the target; over one half where the overlap is one fixed number,
   * for then the vendor chose the answers and not the confidence.
   */
  readonly acceptAtMax?: number;
  /** Annotations that settling an item without a reviewer is worth. @default 25 */
  readonly reviewWorth?: number;
}

/** How an item stands: `ItemPosterior` is one. Arrays are by outcome, the classes first. */
export interface Standing {
  readonly probabilities: ArrayLike<number>;
  /** Number of the likeliest outcome. */
  readonly winner: number;
  readonly isTied: boolean;
  readonly votes: ArrayLike<number>;
  readonly answers: number;
}

/** What is known of those who answered, and of who may answer next. */
export interface Knowledge {
  /** 0: everyone is held alike. */
  readonly snapshot: number;
  readonly rho: number;
  /** How often the next annotator, not known yet, is held to be right. */
  readonly typicalSkill: number;
  /** What the answer of one of those known so far says for its label, in nats, as a mean over answers. Not negative. */
  readonly typicalEvidence: number;
  /** Answers, as of the snapshot, of whoever has the fewest among those who answered this item. 0 without any. */
  readonly fewestAnswers: number;
}

/** What a snapshot knows of those who answered an item. */
export const knowledgeOf = (skills: KnownSkills, annotatorIds: readonly string[]): Knowledge => ({
  snapshot: skills.snapshot,
  rho: skills.rho,
  typicalSkill: skills.fit.strangerSkill,
  typicalEvidence: skills.typicalEvidence,
  fewestAnswers: annotatorIds.reduce(
    (fewest, id) => Math.min(fewest, skills.fit.answered[annotatorNumber(skills, id)] ?? 0),
    annotatorIds.length === 0 ? 0 : Number.POSITIVE_INFINITY,
  ),
});

/**
 * An item with special answers among the annotations, as it stands: "nobody can tell" comes behind the classes. Only for
 * outcomes that classes or `cant_tell` win: what is unusable or unanswered is decided elsewhere.
 */
export const standingOf = (
  { classes, cantTell, label, isTied }: ItemOutcome,
  votes: ArrayLike<number>,
  cantTellVotes: number,
): Standing => {
  const all = [...Array.from(votes), cantTellVotes];
  return {
    probabilities: [...classes, cantTell],
    winner: label >= 0 ? label : classes.length,
    isTied,
    votes: all,
    answers: all.reduce((sum, count) => sum + count, 0),
  };
};
