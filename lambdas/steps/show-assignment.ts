import type { Assignment } from "../../core/assignment.ts";
import type { ItemId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import type { endpoints, Reply } from "../endpoints.ts";
import { shownItem } from "../media-url.ts";
import { shownOntology } from "../shown-ontology.ts";
import { ontologies } from "../store/ontologies.ts";

type Shown = Extract<Reply<typeof endpoints.assign>, { state: "assigned" }>["assignment"];

/** An assignment as a page gets it: its items ready to be shown, and the ontology that it was handed out with. */
export const showAssignment = async (
  deps: Deps,
  assignment: Assignment,
  { headers, done }: { readonly headers: readonly ItemHeader[]; readonly done: readonly ItemId[] },
): Promise<Shown> => {
  const { assignmentId, projectId, leaseUntilMs, createdAtMs, ontologyVersion, instructionsVersion, pay } = assignment;
  const ontology = await ontologies(deps).find(projectId, ontologyVersion);
  if (!ontology) throw new Error(`project ${projectId}: ontology ${ontologyVersion} is missing`);
  // The round is the assignment's: the header may have gone on to the next.
  const roundOf = new Map(assignment.items.map(({ itemId, round }) => [itemId, round]));
  const shown = await Promise.all(
    headers.map((header) => shownItem(deps, { ...header, round: roundOf.get(header.itemId) ?? header.round })),
  );
  return {
    assignmentId,
    items: shown.filter((one) => one !== undefined),
    done,
    leaseMs: leaseUntilMs - createdAtMs,
    expiresInMs: Math.max(0, leaseUntilMs - deps.now()),
    ontology: await shownOntology(deps, projectId, ontology),
    instructionsVersion,
    pay,
  };
};
