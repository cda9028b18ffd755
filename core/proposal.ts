import type { Box } from "./annotation.ts";
import type { AnnotatorId, ItemId, LabelId, ProjectId } from "./ids.ts";
import type { Localized } from "./localized.ts";
import type { VoiceNote } from "./voice-note.ts";

/** What somebody who labels may ask for. */
export const PROPOSAL_KINDS = [
  "add",
  "add_under",
  "split",
  "merge",
  "rename",
  "redefine",
  "deprecate",
  "instruction",
] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** The item on which it was seen, and where on it. */
export interface ProposalExample {
  readonly itemId: ItemId;
  /** In pixels of the upright picture; absent for the whole item. */
  readonly region?: Pick<Box, "x" | "y" | "width" | "height">;
}

/** Where a proposal stands. `asked`: the vendor has asked back and its author has not answered yet. */
export type ProposalStanding =
  | { readonly state: "open" }
  | { readonly state: "asked" }
  | {
      readonly state: "accepted";
      readonly reason: string;
      readonly atMs: number;
      readonly version?: number;
      readonly instructionsVersion?: number;
    }
  | { readonly state: "declined"; readonly reason: string; readonly atMs: number }
  | { readonly state: "withdrawn"; readonly atMs: number };
export type ProposalState = ProposalStanding["state"];

/** An annotator's request to change the ontology, in her own words. What she said is never edited nor deleted. */
export interface Proposal {
  /** A ULID. */
  readonly proposalId: string;
  readonly projectId: ProjectId;
  readonly authorId: AnnotatorId;
  readonly kind: ProposalKind;
  /**
   * The labels that it is about: for `add` the closest existing one, or none; for `add_under` the parent; for `merge`
   * two or more; one for the other kinds; none for `instruction`.
   */
  readonly labels: readonly LabelId[];
  /** The name that she gives it, by language. A voice note may stand in its place. */
  readonly names?: Localized;
  readonly definition?: Localized;
  /** Why, in her words. */
  readonly why?: string;
  /** BCP 47, of what she wrote or said. */
  readonly language: string;
  readonly voice?: VoiceNote;
  readonly example: ProposalExample;
  readonly ontologyVersion: number;
  readonly standing: ProposalStanding;
  readonly createdAtMs: number;
}

/** Somebody else saw the same. One a person and proposal; given without knowing how many have. */
export interface Second {
  readonly proposalId: string;
  readonly annotatorId: AnnotatorId;
  /** Her own example. */
  readonly example?: ProposalExample;
  readonly note?: string;
  readonly voice?: VoiceNote;
  readonly atMs: number;
}

/** A question of the vendor about a proposal, or what its author answered. */
export interface ProposalWord {
  readonly wordId: string;
  readonly proposalId: string;
  readonly by: "vendor" | "author";
  readonly text?: string;
  readonly voice?: VoiceNote;
  readonly atMs: number;
}

/** A proposal with all that was said to it. */
export interface ProposalFile {
  readonly proposal: Proposal;
  readonly seconds: readonly Second[];
  readonly words: readonly ProposalWord[];
}

/** In the order in which they were said, by the server's clock: ids are made by pages, whose clocks may be wrong. */
export const bySaying = (a: ProposalWord, b: ProposalWord): number => a.atMs - b.atMs || (a.wordId < b.wordId ? -1 : 1);

/** So many days a vendor has for an answer; then it stands as unanswered on every page and in the data card. */
export const ANSWER_WITHIN_DAYS = 7;
/** From so many seconds on an unanswered proposal holds up new items, where the project is set so. */
export const SECONDS_THAT_HOLD = 3;

/** Neither accepted, declined nor withdrawn. */
export const isUnanswered = ({ standing }: { readonly standing: Pick<ProposalStanding, "state"> }): boolean =>
  standing.state === "open" || standing.state === "asked";

/** Whole days since it was made; what everybody sees beside an unanswered one. */
export const ageDays = ({ createdAtMs }: Pick<Proposal, "createdAtMs">, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - createdAtMs) / 86_400_000));

/** The proposals that hold up new items: unanswered, and seconded by three or more. Asking back is no answer. */
export const holdingUp = (files: readonly ProposalFile[]): readonly ProposalFile[] =>
  files.filter(({ proposal, seconds }) => isUnanswered(proposal) && seconds.length >= SECONDS_THAT_HOLD);

/** How many labels a proposal of each kind names: at least, at most. */
export const LABELS_OF_KIND: Readonly<Record<ProposalKind, readonly [least: number, most: number]>> = {
  add: [0, 1],
  add_under: [1, 1],
  split: [1, 1],
  merge: [2, 20],
  rename: [1, 1],
  redefine: [1, 1],
  deprecate: [1, 1],
  instruction: [0, 0],
};
