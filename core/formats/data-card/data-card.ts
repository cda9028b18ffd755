import type { InstructionVersion } from "../../instruction-version.ts";
import type { Localized } from "../../localized.ts";
import type { Ontology } from "../../ontology.ts";
import type { AnswerSeconds, ConfidenceTarget, MediaKind, Overlap, Pay } from "../../project.ts";
import type { ProposalFile } from "../../proposal.ts";
import type { ProposerNames } from "../proposals-json.ts";
import type { CardFacts } from "./facts.ts";
import type { LanguageGroup } from "./language-groups.ts";

/** What the card says of the project's settings: as they were when the export was asked for. */
export interface AskedProject {
  readonly media: MediaKind;
  readonly purpose: Localized;
  readonly instructionsVersion: number;
  readonly pay: Pay;
  /** How long an answer takes, as the vendor declared it; absent where nobody said. */
  readonly answerSeconds?: AnswerSeconds;
}

/** All that the data card is a function of. Everything is as of the moment of the export; nobody in it is named who did not choose it. */
export interface DataCard {
  readonly title: Localized;
  readonly askedBy: string;
  readonly asOfMs: number;
  readonly overlap: Overlap;
  readonly confidenceTarget: ConfidenceTarget;
  /** Absent in exports that were asked for before it was written down. */
  readonly project?: AskedProject;
  readonly ontology: Ontology;
  /** The versions that led to the one in force, itself last. */
  readonly versions: readonly Ontology[];
  /** Oldest first. */
  readonly proposals: readonly ProposalFile[];
  readonly nameOf: ProposerNames;
  /** Those that were in force, newest first; earlier ones may not have been kept. */
  readonly instructions: readonly InstructionVersion[];
  /** Questions of people who label: how many, how many of them unanswered, and the ones that became part of the instructions. */
  readonly questions: { readonly asked: number; readonly unanswered: number; readonly changedInstructions: number };
  /** What the vendor said the labels were used for, oldest first. */
  readonly uses: readonly { readonly text: Localized; readonly statedAtMs: number }[];
  /** What those who labelled chose to be called, sorted; nobody by default. */
  readonly credits: readonly string[];
  /** Of the people who agreed to have theirs counted. */
  readonly languages: readonly LanguageGroup[];
  readonly facts: CardFacts;
  /** Items that are out of use, in no figure of `facts`. */
  readonly outOfUse: { readonly rejected: number; readonly replaced: number };
  readonly files: readonly string[];
}
