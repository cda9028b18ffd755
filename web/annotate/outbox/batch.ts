import type { OutboxRow } from "./kept.ts";

/** What one submit takes (lambdas/api/work.ts). */
const ANSWERS_MAX = 20;

/**
 * The oldest rows that may go together: one assignment, none on the shelf, and none that corrects an answer which is
 * itself still here, since the revision it replaces is not known before.
 */
export const nextBatch = (rows: readonly OutboxRow[], limit = ANSWERS_MAX): readonly OutboxRow[] => {
  const here = new Set(rows.filter((row) => !row.refused).map((row) => row.submissionId));
  const ready = rows.filter((row) => !row.refused && !(row.corrects && here.has(row.corrects)));
  const first = ready[0];
  if (!first) return [];
  return ready
    .filter((row) => row.assignmentId === first.assignmentId && row.projectId === first.projectId)
    .slice(0, Math.min(limit, ANSWERS_MAX));
};

/** A row whose predecessor was stored as `revision` replaces it; one whose predecessor was refused is the first. */
export const afterPredecessor = (row: OutboxRow, revision: number | undefined): OutboxRow => {
  const { corrects: _, ...rest } = row;
  return revision === undefined ? rest : { ...rest, replaces: revision };
};
