import { crosswalkJson } from "../../core/formats/crosswalk-json.ts";
import { dataCard } from "../../core/formats/data-card/card.ts";
import { type CardFacts, joinFacts, NO_FACTS } from "../../core/formats/data-card/facts.ts";
import { labelMapJson } from "../../core/formats/label-map.ts";
import type { BundleCounts, BundleFile } from "../../core/formats/manifest.ts";
import { ontologyJson } from "../../core/formats/ontology-json.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { exportObjects } from "../store/export-objects.ts";
import type { ExportPiece } from "../store/export-progress.ts";
import type { ExportPlan } from "./plan.ts";
import { recordsFor } from "./records.ts";

const PIECES_AT_ONCE = 16;

/**
 * The files that tell of the project rather than of its items: labels, their history, and the data card. Each is written
 * once: whoever comes second finds what the first wrote, for who chose to be named may have changed in between.
 */
export const recordFiles = async (
  deps: Deps,
  plan: ExportPlan,
  pieces: readonly ExportPiece[],
  { counts, files }: { readonly counts: BundleCounts; readonly files: readonly BundleFile[] },
): Promise<{ readonly card: BundleFile; readonly others: readonly BundleFile[] }> => {
  const { wanted, ontology } = plan;
  const facts = await factsOf(deps, plan, pieces);
  const records = await recordsFor(deps, plan, facts.annotators);
  const { projectId, title, askedBy, asOfMs, overlap, confidenceTarget, project } = wanted;
  const texts = {
    "label_map.json": labelMapJson(ontology),
    "ontology.json": ontologyJson({ projectId, asOfMs, ontology, ...records }),
    "crosswalk.json": crosswalkJson(ontology, records.versions),
  };
  const card = dataCard({
    title,
    askedBy,
    asOfMs,
    overlap,
    confidenceTarget,
    ...(project && { project }),
    ontology,
    ...records,
    facts,
    outOfUse: { rejected: counts["rejected"] ?? 0, replaced: counts["replaced"] ?? 0 },
    files: [...files.map(({ name }) => name), ...Object.keys(texts)],
  });
  const others: BundleFile[] = [];
  for (const [name, text] of Object.entries(texts))
    others.push(await exportObjects(deps).publishOnce(wanted, name, text));
  return { card: await exportObjects(deps).publishOnce(wanted, "README.md", card), others };
};

/** The facts of all pieces together; those of a piece that was gathered before there were facts are missing. */
const factsOf = async (deps: Deps, { wanted }: ExportPlan, pieces: readonly ExportPiece[]): Promise<CardFacts> => {
  const some = await inParallel(pieces, PIECES_AT_ONCE, async (piece) => {
    const text = Buffer.from(await exportObjects(deps).readPiece(wanted, piece, "facts")).toString("utf8");
    return text === "" ? NO_FACTS : (JSON.parse(text) as CardFacts);
  });
  return joinFacts(some);
};
