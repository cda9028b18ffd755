import type { LabelId } from "../core/ids.ts";
import { everInForce } from "../core/instruction-version.ts";
import type { Label, Ontology } from "../core/ontology.ts";
import type { OntologyOperation } from "../core/ontology-change/operations.ts";
import type { Project } from "../core/project.ts";
import type { Proposal } from "../core/proposal.ts";
import { authorTags } from "./author-tag.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { instructionsOf } from "./instructions-of.ts";
import { shownItem } from "./media-url.ts";
import { findProject } from "./project-shape.ts";
import { items } from "./store/items.ts";
import { ontologies } from "./store/ontologies.ts";
import { proposals } from "./store/proposals.ts";

const endpoint = endpoints.listChanges;
type Shown = Reply<typeof endpoint>["changes"][number];

/** So much of a text shows what it is about. */
const TEXT_SHOWN_MAX = 400;

/** Versions that came into force, each with what was done and why; one that nobody came to point to is not among them. */
export const listChanges = async (
  deps: Deps,
  { path: { projectId }, query, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  const { afterOntology = 0, afterInstructions = 0 } = query;
  const [labels, instructions] = await Promise.all([
    ontologyChanges(deps, project, afterOntology, membership.personId),
    instructionChanges(deps, project, afterInstructions),
  ]);
  return { changes: [...labels, ...instructions].sort((one, other) => other.atMs - one.atMs) };
};

const instructionChanges = async (deps: Deps, project: Project, after: number): Promise<readonly Shown[]> => {
  if (project.instructions.version <= after) return [];
  const all = await instructionsOf(deps, project);
  return all.flatMap(({ version, from, text, atMs, because }, at): readonly Shown[] => {
    if (version <= after) return [];
    const before = all[at + 1]?.text;
    return [
      { kind: "instructions", version, from, atMs, ...(before && { before }), text, ...(because && { because }) },
    ];
  });
};

const ontologyChanges = async (
  deps: Deps,
  { projectId, ontologyVersion }: Project,
  after: number,
  readerId: Proposal["authorId"],
): Promise<readonly Shown[]> => {
  if (ontologyVersion <= after) return [];
  const all = everInForce(await ontologies(deps).all(projectId), ontologyVersion);
  const known = labelsOf(all);
  const wanted = all.filter(({ version }) => version > after);
  const tagOf = wanted.some(({ because }) => because) ? await authorTags(deps, projectId) : undefined;
  return Promise.all(
    wanted.map(async ({ version, from, publishedAtMs, operations, because }): Promise<Shown> => {
      const proposal = because && (await proposals(deps).find(projectId, because.proposalId));
      const proposer = proposal && tagOf?.(proposal.authorId, readerId).name;
      const example = proposal && (await shownExample(deps, proposal));
      return {
        kind: "ontology",
        version,
        from,
        atMs: publishedAtMs,
        operations: operations.map((one) => (one.kind === "begin" ? { kind: one.kind } : one)),
        labels: [...new Set(operations.flatMap(labelsIn))].flatMap((id) => known.get(id) ?? []),
        ...(because && {
          because: {
            proposalId: because.proposalId,
            reason: because.reason,
            ...(proposer !== undefined && { proposer }),
            ...(example && { example }),
          },
        }),
      };
    }),
  );
};

type Named = Pick<Label, "id" | "names" | "colour">;

/** Every label that ever was, as its newest version has it. Versions come newest first. */
const labelsOf = (versions: readonly Ontology[]): ReadonlyMap<LabelId, Named> =>
  new Map(
    [...versions]
      .reverse()
      .flatMap(({ labels, retired }) => [...retired, ...labels])
      .map(({ id, names, colour }) => [id, { id, names, colour }]),
  );

const labelsIn = (operation: OntologyOperation): readonly LabelId[] => {
  switch (operation.kind) {
    case "begin":
      return [];
    case "add":
      return [operation.label.id, ...(operation.label.parent ? [operation.label.parent] : [])];
    case "split":
      return [operation.label, ...operation.into.map(({ id }) => id)];
    case "merge":
      return [...operation.labels, operation.into];
    case "rename":
    case "redefine":
    case "deprecate":
      return [operation.label];
  }
};

const shownExample = async (deps: Deps, { projectId, example: { itemId } }: Proposal) => {
  const header = await items(deps).find(projectId, itemId);
  const shown = header && (await shownItem(deps, header));
  if (!shown) return { itemId };
  const { url, text } = shown;
  return { itemId, ...(url && { url }), ...(text !== undefined && { text: text.slice(0, TEXT_SHOWN_MAX) }) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listChanges));
