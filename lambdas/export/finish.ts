import { recipesFor } from "../../core/formats/bundle.ts";
import { type BundleCounts, type BundleFile, manifestJson } from "../../core/formats/manifest.ts";
import { CONSENSUS_STATES } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { exportObjects, MANIFEST } from "../store/export-objects.ts";
import { type ExportPiece, exportProgress } from "../store/export-progress.ts";
import { exportRecords } from "../store/exports.ts";
import { bytesOf } from "./join.ts";
import type { ExportPlan } from "./plan.ts";
import { recordFiles } from "./record-files.ts";
import { type Volume, volumesOf } from "./volumes.ts";

/**
 * Joins the files that are not there yet, then publishes the manifest, which is what makes the bundle one. `paused`
 * when there is more and the time is up: call again.
 */
export const finishBundle = async (
  deps: Deps,
  plan: ExportPlan,
  pieces: readonly ExportPiece[],
  isTimeUp: () => boolean,
): Promise<"finished" | "paused"> => {
  const { wanted } = plan;
  const volumes = recipesFor(wanted.formats, plan.context).flatMap((recipe) => volumesOf(recipe, pieces));
  const written = new Set((await exportProgress(deps).files(wanted.exportId)).map(({ name }) => name));
  for (const volume of volumes.filter(({ name }) => !written.has(name))) {
    await writeVolume(deps, plan, volume);
    if (isTimeUp()) return "paused";
  }
  const joined = await exportProgress(deps).files(wanted.exportId);
  const counts = countsOf(pieces);
  const { card, others } = await recordFiles(deps, plan, pieces, { counts, files: joined });
  // In the order in which somebody meets them: first what tells of all the others.
  const files = [card, ...joined, ...others];
  await publish(deps, plan, files, counts);
  return "finished";
};

const writeVolume = async (deps: Deps, { wanted }: ExportPlan, volume: Volume): Promise<void> => {
  const objects = exportObjects(deps);
  const bytes = bytesOf(volume, (piece, stream) => objects.readPiece(wanted, piece, stream));
  await exportProgress(deps).putFile(wanted.exportId, await objects.putFile(wanted, volume.name, bytes));
};

const publish = async (
  deps: Deps,
  { wanted, pseudonyms }: ExportPlan,
  files: readonly BundleFile[],
  counts: BundleCounts,
): Promise<void> => {
  const { projectId, exportId, title, askedBy, asOfMs, ontologyVersion, overlap, confidenceTarget, snapshot, formats } =
    wanted;
  const text = manifestJson({
    projectId,
    title,
    askedBy,
    asOfMs,
    ontologyVersion,
    overlap,
    confidenceTarget,
    snapshot,
    formats,
    pseudonymScope: pseudonyms.scope,
    counts,
    files,
  });
  const manifest = await exportObjects(deps).publishOnce(wanted, MANIFEST, text);
  await exportRecords(deps).markReady(projectId, exportId, {
    counts,
    files: [...files, manifest],
    manifestSha256: manifest.sha256,
  });
};

/** Every state is named, so that a zero is a statement. */
const countsOf = (pieces: readonly ExportPiece[]): BundleCounts => {
  const names = ["items", "answers", "revisions", "shapes", ...CONSENSUS_STATES, "rejected", "replaced"];
  const sum = (name: string): number => pieces.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)]));
};
