import type { Answer, Shape, Value } from "../annotation.ts";
import type { ItemId, LabelId } from "../ids.ts";
import type { Media } from "../item.ts";
import type { Label, RetiredLabel } from "../ontology.ts";
import { type Crosswalk, countsAs } from "../ontology-change/crosswalk.ts";

/** One revision of one answer, as an export tells it: whose it is only by pseudonym, when only by day. */
export interface ExportedAnswer {
  readonly round: number;
  readonly revision: number;
  readonly pseudonym: string;
  readonly answer: Answer;
  readonly ontologyVersion: number;
  /** Absent where it was not noted. */
  readonly instructionsVersion?: number;
  /** UTC, `yyyy-mm-dd`: a finer time would tell people apart by their hours. */
  readonly day: string;
  /** False when it came after the project closed or its author left. */
  readonly counted: boolean;
  /** The highest revision of its author in its round, as of the export. */
  readonly current: boolean;
}

/** What an item came to, as of the export. Only `agreed` has a value; nothing else may be read as "nothing there". */
export type Outcome =
  | {
      readonly state: "agreed";
      readonly value: Value;
      /** Share of annotators behind it; absent when a reviewer settled it. */
      readonly agreement?: number;
      /** Probability that it is right, where decisions go by it. */
      readonly confidence?: number;
      /** How many annotators are behind each shape of the value, in its order; absent when a reviewer settled it. */
      readonly behind?: readonly { readonly shape: Shape; readonly answers: number }[];
    }
  | { readonly state: "none_fit" | "cant_tell" | "unusable"; readonly agreement?: number; readonly confidence?: number }
  | { readonly state: "open" | "contested"; readonly agreement: number; readonly confidence?: number }
  | { readonly state: "rejected"; readonly code: string; readonly message: string }
  | { readonly state: "replaced" };

/** An item with all that a bundle says of it. */
export interface ExportedItem {
  readonly itemId: ItemId;
  /** Path within the project. */
  readonly name: string;
  readonly sha256: string;
  readonly media?: Media;
  /** What a manifest said of it besides where it is: carried through as it came. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** The round that was decided. */
  readonly round: number;
  readonly outcome: Outcome;
  /** Settled by a reviewer; the answers under it are all here. */
  readonly reviewed: boolean;
  /** Why each further round was asked for: the version of the ontology that a change made, or a review. */
  readonly askedAgain: readonly (number | "review")[];
  /** Every revision of every round, sorted by round, pseudonym and revision. */
  readonly answers: readonly ExportedAnswer[];
}

/** What is the same for every item of a bundle. */
export interface BundleContext {
  readonly labels: readonly Label[];
  readonly retired: readonly RetiredLabel[];
  /** As which label answers to earlier versions count; the answers themselves stay as they were said. */
  readonly crosswalk: Crosswalk;
  readonly ontologyVersion: number;
  /** Names the recipient, moment and options that the pseudonyms hold for: equal scopes may be joined, others not. */
  readonly pseudonymScope: string;
}

/** The answers that the decision counted: current, counted, and of the round that was decided. */
export const votesOf = ({ answers, round }: ExportedItem): readonly ExportedAnswer[] =>
  answers.filter((one) => one.current && one.counted && one.round === round);

/** The same, each as it counts under the version in force. */
export const votesAsCounted = (item: ExportedItem, crosswalk: Crosswalk): readonly ExportedAnswer[] =>
  votesOf(item).map((one) => ({ ...one, answer: countsAs(one.answer, crosswalk) }));

/** Unique in a bundle, and useless outside its pseudonym scope. */
export const answerIdOf = (item: ExportedItem, { round, pseudonym, revision }: ExportedAnswer): string =>
  `${item.itemId}.${round}.${pseudonym}.${revision}`;

/** The answer that this revision replaced, if it is not the first. */
export const supersededIdOf = (item: ExportedItem, answer: ExportedAnswer): string | undefined =>
  answer.revision > 1 ? answerIdOf(item, { ...answer, revision: answer.revision - 1 }) : undefined;

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** The labels that a value speaks of, each once, sorted: its classes, or for drawings the labels that were drawn. */
export const labelsIn = ({ classes, shapes }: Value): readonly LabelId[] =>
  [...new Set([...(classes ?? []), ...(shapes ?? []).map(({ label }) => label)])].sort();
