import { type AssignedItem, type Assignment, mayTake, withClaim } from "../../core/assignment.ts";
import { withGold } from "../../core/gold.ts";
import type { AnnotatorId, AssignmentId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { type Deps, hashOf } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { assignments } from "../store/assignments.ts";
import { items } from "../store/items.ts";

/** Many who come in one moment claim the same items: each write that was overtaken tells how the item stands now. */
const ATTEMPTS = 4;

export interface Granted {
  readonly assignment: Assignment;
  readonly headers: readonly ItemHeader[];
}

/**
 * Claims items for her. The assignment is written first, with its lease and all that it may come to hold: cut anywhere
 * after that, reconcile finds the lease and every claim that was made under it (I4). Undefined when others were faster.
 * `gold` lies among the others, and is claimed by nobody.
 */
export const grant = async (
  deps: Deps,
  project: Project,
  annotatorId: AnnotatorId,
  { headers: wanted, gold }: { readonly headers: readonly ItemHeader[]; readonly gold: ItemHeader | undefined },
): Promise<Granted | undefined> => {
  const nowMs = deps.now();
  const packet = gold
    ? withGold(wanted, gold, { packetItems: project.packetItems, draw: placeFor(annotatorId, gold) })
    : wanted;
  const assigned = (headers: readonly ItemHeader[]): readonly AssignedItem[] =>
    headers.map(({ itemId, round }) => ({ itemId, round, ...(itemId === gold?.itemId && { gold: true }) }));
  const assignment: Assignment = {
    // A ULID, as made by the composition root.
    assignmentId: deps.newId() as AssignmentId,
    projectId: project.projectId,
    annotatorId,
    items: assigned(packet),
    done: [],
    released: [],
    unsettled: [],
    state: "open",
    leaseUntilMs: nowMs + project.leaseMs,
    firstLeaseUntilMs: nowMs + project.leaseMs,
    ontologyVersion: project.ontologyVersion,
    instructionsVersion: project.instructions.version,
    pay: project.pay,
    createdAtMs: nowMs,
  };
  await assignments(deps).open(assignment);

  const claims = await inParallel(packet, packet.length, async (header) =>
    header === gold ? gold : claim(deps, project, assignment, header),
  );
  const headers = claims.filter((claimed) => claimed !== undefined);
  if (headers.length === packet.length) return { assignment, headers };

  // Gold alone would be a packet that tells what it is.
  const won = headers.some((header) => header !== gold) ? assigned(headers) : [];
  await assignments(deps).narrow(assignment, won);
  return won.length > 0 ? { assignment: { ...assignment, items: won }, headers } : undefined;
};

/** The same each time, from 0 to below 1: in a packet that comes again, what has moved would be the gold. */
const placeFor = (annotatorId: AnnotatorId, { itemId }: ItemHeader): number =>
  Number.parseInt(hashOf(`${annotatorId} ${itemId}`).slice(0, 8), 16) / 2 ** 32;

/** Claims an item for as long as it has a place left for her in the round that she was to be asked in. */
const claim = async (
  deps: Deps,
  { overlap }: Project,
  { annotatorId, assignmentId: token }: Assignment,
  wanted: ItemHeader,
): Promise<ItemHeader | undefined> => {
  let header = wanted;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const claimed = withClaim(header, annotatorId, token);
    const backlog = freeSlots(claimed, overlap) > 0;
    const outcome = await items(deps).claim(claimed, header.ver, { annotatorId, token, backlog });
    if (outcome.state === "claimed") return claimed;
    const { stands } = outcome;
    if (!stands || stands.round !== wanted.round || !mayTake(stands, annotatorId, overlap)) return undefined;
    header = stands;
  }
  return undefined;
};
