import { mayTake } from "../../core/assignment.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { items } from "../store/items.ts";
import { type TakenTicket, TICKET_ITEMS_MAX, taskQueues } from "../store/task-queues.ts";
import { type BacklogSearch, backlogCandidates } from "./backlog-candidates.ts";

export interface Found {
  /** Headers as read a moment ago, each of which she may take if it is still so: the claim is granted on their `ver`. */
  readonly headers: readonly ItemHeader[];
  /** To be discarded once the claims are through. */
  readonly tickets: readonly TakenTicket[];
}

export interface Seeker {
  readonly project: Project;
  readonly annotatorId: AnnotatorId;
  readonly order: BacklogSearch["order"];
}

/** Items for one packet: from tickets first; what they leave to be wished, from the backlog itself (direct mode). */
export const findItems = async (deps: Deps, { project, annotatorId, order }: Seeker): Promise<Found> => {
  const { projectId, overlap, packetItems } = project;
  const found = new Map<ItemId, ItemHeader>();
  const isFull = (): boolean => found.size >= packetItems;
  const look = async (itemIds: readonly ItemId[]): Promise<void> => {
    const unknown = itemIds.filter((itemId) => !found.has(itemId));
    const headers = unknown.length > 0 ? await items(deps).findMany(projectId, unknown, { mayLag: true }) : [];
    const inOrder = headers.toSorted((a, b) => itemIds.indexOf(a.itemId) - itemIds.indexOf(b.itemId));
    for (const header of inOrder) {
      if (!isFull() && mayTake(header, annotatorId, overlap)) found.set(header.itemId, header);
    }
  };

  const tickets = await takeTickets(deps, project);
  await look([...new Set(tickets.flatMap(({ ticket }) => ticket.items))]);
  if (!isFull()) {
    for await (const candidates of backlogCandidates(deps, { projectId, annotatorId, order })) {
      await look(candidates);
      if (isFull()) break;
    }
  }
  return { headers: [...found.values()], tickets };
};

/** As many tickets as make a packet. */
const takeTickets = async (deps: Deps, { projectId, epoch, packetItems }: Project): Promise<readonly TakenTicket[]> => {
  const count = Math.ceil(packetItems / TICKET_ITEMS_MAX);
  return (await orWithout(deps, () => taskQueues(deps).take(projectId, epoch, count))) ?? [];
};

/** A ticket is spent when it was looked at: what it leaves open still stands in the backlog. */
export const discardTickets = async (
  deps: Deps,
  { projectId, epoch }: Project,
  tickets: readonly TakenTicket[],
): Promise<void> => {
  const discard = (ticket: TakenTicket) => taskQueues(deps).discard(projectId, epoch, ticket);
  await orWithout(deps, () => Promise.all(tickets.map(discard)));
};

/** A queue that is not there, or away, is no reason to hand nobody anything: the backlog answers. */
const orWithout = async <Out>({ log }: Deps, run: () => Promise<Out>): Promise<Out | undefined> => {
  try {
    return await run();
  } catch (error) {
    log.warn("tickets.unavailable", { error: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
};
