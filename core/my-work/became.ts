import type { Export } from "../export.ts";
import type { AnnotatorId } from "../ids.ts";
import type { Localized } from "../localized.ts";
import { ageDays, type ProposalFile, type ProposalKind, type ProposalStanding } from "../proposal.ts";

/** A proposal of hers, or one that she seconded, and where it stands. */
export interface OwnProposal {
  readonly proposalId: string;
  readonly kind: ProposalKind;
  readonly names?: Localized;
  readonly why?: string;
  readonly standing: ProposalStanding;
  /** Whole days since it was made. */
  readonly ageDays: number;
}

/** Hers, newest first. */
export const proposalsOf = (
  files: readonly ProposalFile[],
  personId: AnnotatorId,
  nowMs: number,
): readonly OwnProposal[] =>
  files
    .filter(({ proposal }) => proposal.authorId === personId)
    .map((file) => shown(file, nowMs))
    .reverse();

/** Somebody else's that she seconded and that were accepted, newest first. */
export const acceptedSecondsOf = (
  files: readonly ProposalFile[],
  personId: AnnotatorId,
  nowMs: number,
): readonly OwnProposal[] =>
  files
    .filter(({ proposal }) => proposal.standing.state === "accepted")
    .filter(({ seconds }) => seconds.some(({ annotatorId }) => annotatorId === personId))
    .map((file) => shown(file, nowMs))
    .reverse();

const shown = ({ proposal }: ProposalFile, nowMs: number): OwnProposal => {
  const { proposalId, kind, names, why, standing } = proposal;
  return {
    proposalId,
    kind,
    ...(names && { names }),
    ...(why && { why }),
    standing,
    ageDays: ageDays(proposal, nowMs),
  };
};

/** An export that somebody took, and how many of her answers are in it. */
export interface ExportWithHers {
  readonly exportId: string;
  readonly asOfMs: number;
  readonly answers: number;
}

/**
 * The exports that are ready and hold an answer of hers, newest first. An export holds whatever had been accepted by its
 * moment, that very millisecond included; `answersUpTo` counts hers.
 */
export const exportsWith = async (
  exports: readonly Pick<Export, "exportId" | "state" | "asOfMs">[],
  answersUpTo: (asOfMs: number) => Promise<number>,
): Promise<readonly ExportWithHers[]> => {
  const found: ExportWithHers[] = [];
  for (const { exportId, state, asOfMs } of exports) {
    const answers = state === "ready" ? await answersUpTo(asOfMs) : 0;
    if (answers > 0) found.push({ exportId, asOfMs, answers });
  }
  return found.sort((a, b) => b.asOfMs - a.asOfMs);
};
