import { beginAfter, DIRECT_BELOW_ITEMS, demandPerMinute, ticketsWanted } from "../../core/feeding.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { availability } from "../store/availability.ts";
import { BACKLOG_SHARDS, type BacklogEntry, backlog } from "../store/backlog.ts";
import { type FeedMemory, feedState } from "../store/feed-state.ts";
import { stats } from "../store/stats.ts";
import { TICKET_ITEMS_MAX, type Ticket, taskQueues } from "../store/task-queues.ts";

/** Longer than feed may run, shorter than the next minute: a turn that crashed is taken over in time. */
const TURN_MS = 50_000;
/** Entries read from each shard to see how much there is. */
const FRONT = 25;

/**
 * One turn of one project: send tickets for about two minutes of demand, and show how much there is to do. Tickets are
 * hints, so a turn that is cut, or run twice, costs doubled tickets at worst; without a queue assign reads the backlog.
 */
export const feedProject = async (deps: Deps, project: Project): Promise<void> => {
  const { projectId, epoch } = project;
  const ontologyVersion = project.ontologyVersion;
  const instructionsVersion = project.instructions.version;
  const versions = `${ontologyVersion} ${instructionsVersion}`;
  if (project.state !== "open") {
    const shown = await feedState(deps).look(projectId);
    if (shown?.shownOpen === 0 && shown.shownVersions === versions) return;
  }
  const turn = await feedState(deps).takeTurn(projectId, deps.now(), TURN_MS);
  if (turn === "taken") return;
  const before = turn.memory;
  const front = (await readShards(deps, project, undefined, FRONT)).flat().sort(byOrder);
  const open = project.state === "open" ? front.length : 0;

  const { annotations } = await stats(deps).live(projectId, { mayLag: true });
  const now = { annotations, atMs: deps.now() };
  const sameOpening = before?.epoch === epoch ? before : undefined;
  const after =
    open >= DIRECT_BELOW_ITEMS ? await sendTickets(deps, project, { front, now, before: sameOpening }) : undefined;

  if (before?.shownOpen !== open || before.shownVersions !== versions) {
    await availability(deps).show(projectId, { open, asOfMs: deps.now(), ontologyVersion, instructionsVersion });
  }
  const memory: FeedMemory = { epoch, ...now, shownOpen: open, shownVersions: versions, ...(after && { after }) };
  await feedState(deps).endTurn(projectId, turn, memory);
};

interface Seen {
  readonly front: readonly BacklogEntry[];
  readonly now: Pick<FeedMemory, "annotations" | "atMs">;
  readonly before: FeedMemory | undefined;
}

/** Sends what is wanted, from where the last tickets ended; gives where these end, or nothing at the backlog's end. */
const sendTickets = async (deps: Deps, project: Project, { front, now, before }: Seen): Promise<string | undefined> => {
  const { projectId, epoch, packetItems } = project;
  const depth = await taskQueues(deps).depth(projectId, epoch);
  if (depth === undefined) return undefined;
  const itemsInTicket = Math.min(TICKET_ITEMS_MAX, packetItems);
  const wanted = ticketsWanted(demandPerMinute(now, before), itemsInTicket, depth);
  if (wanted === 0) return before?.after;

  const after = beginAfter(before?.after, front[0]?.bs);
  const { entries, isEnd } = await entriesAfter(deps, project, after, wanted * itemsInTicket);
  const tickets: Ticket[] = [];
  for (let from = 0; from < entries.length; from += itemsInTicket) {
    const items = entries.slice(from, from + itemsInTicket).map(({ itemId }) => itemId);
    tickets.push({ v: 1, projectId, epoch, items });
  }
  const sent = await taskQueues(deps).send(projectId, epoch, tickets);
  deps.log.info("tickets.sent", { projectId, wanted, sent: sent ?? 0 });
  return isEnd ? undefined : entries.at(-1)?.bs;
};

/**
 * The backlog after an entry in order, all shards merged: about `limit` of it, for items are spread alike over shards, and
 * never more. Nothing is left out: it ends where the first shard that has more was read to.
 */
const entriesAfter = async (
  deps: Deps,
  project: Project,
  after: string | undefined,
  limit: number,
): Promise<{ readonly entries: readonly BacklogEntry[]; readonly isEnd: boolean }> => {
  const inShard = Math.ceil(limit / BACKLOG_SHARDS.length) + FRONT;
  const pages = await readShards(deps, project, after, inShard);
  const cut = pages.flatMap((page) => (page.length < inShard ? [] : (page.at(-1)?.bs ?? [])));
  const upTo = cut.sort()[0];
  const all = pages.flat().sort(byOrder);
  const entries = all.filter(({ bs }) => upTo === undefined || bs <= upTo).slice(0, limit);
  return { entries, isEnd: entries.length === all.length && upTo === undefined };
};

const byOrder = (a: BacklogEntry, b: BacklogEntry): number => (a.bs < b.bs ? -1 : 1);

const readShards = (
  deps: Deps,
  { projectId }: Project,
  after: string | undefined,
  limit: number,
): Promise<readonly (readonly BacklogEntry[])[]> =>
  inParallel(BACKLOG_SHARDS, 8, (shard) => backlog(deps).entries(projectId, shard, { after, limit }));
