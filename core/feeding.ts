/** How many tickets are sent ahead: about two minutes of demand, since what is sent can no longer be put in order. */
const AHEAD_MINUTES = 2;
const TICKETS_MIN = 4;
/** Two minutes of ten thousand people at five seconds an answer, in packets of ten. */
const TICKETS_MAX = 24_000;
/** Below so many waiting items the backlog itself is handed out from: tickets would only tell what everybody sees. */
export const DIRECT_BELOW_ITEMS = 50;

/** Items answered a minute, from two readings of a sum. Nothing is known from one reading. */
export const demandPerMinute = (
  now: { readonly annotations: number; readonly atMs: number },
  before: { readonly annotations: number; readonly atMs: number } | undefined,
): number => {
  const minutes = before ? (now.atMs - before.atMs) / 60_000 : 0;
  return before && minutes > 0 ? Math.max(0, (now.annotations - before.annotations) / minutes) : 0;
};

/** Tickets to send now, given how many wait in the queue. */
export const ticketsWanted = (perMinute: number, itemsInTicket: number, waiting: number): number => {
  const ahead = Math.ceil((perMinute * AHEAD_MINUTES) / itemsInTicket);
  return Math.max(0, Math.min(TICKETS_MAX, Math.max(TICKETS_MIN, ahead)) - waiting);
};

/**
 * Where the next tickets begin in the backlog: after the last one sent, unless something of higher priority has come in
 * before it. Priority is the first two digits of an entry.
 */
export const beginAfter = (sentUpTo: string | undefined, first: string | undefined): string | undefined =>
  sentUpTo !== undefined && first !== undefined && first.slice(0, 2) >= sentUpTo.slice(0, 2) ? sentUpTo : undefined;
