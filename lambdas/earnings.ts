import { dayOf, monthOf, monthsBetween, sumByCurrency } from "../core/pay.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { ledger } from "./store/ledger.ts";
import { memberships } from "./store/memberships.ts";

const endpoint = endpoints.earnings;

/** What she has earned, from the ledger alone: since she first joined a project, month by month, in UTC. */
export const earnings = async (deps: Deps, { person }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const nowMs = deps.now();
  const joined = await memberships(deps).ofPerson(person.personId);
  const firstMs = Math.min(nowMs, ...joined.map(({ joinedAtMs }) => joinedAtMs));
  const months = await inParallel(monthsBetween(firstMs, nowMs), 4, async (month) => ({
    month,
    lines: await ledger(deps).ofMonth(person.personId, month),
  }));
  const thisMonth = months.find(({ month }) => month === monthOf(nowMs))?.lines ?? [];
  return {
    today: sumByCurrency(thisMonth.filter(({ acceptedAtMs }) => dayOf(acceptedAtMs) === dayOf(nowMs))),
    months: months.flatMap(({ month, lines }) => sumByCurrency(lines).map((sum) => ({ month, ...sum }))),
    unpaidAnnotations: months.flatMap(({ lines }) => lines).filter(({ pay }) => pay.kind === "unpaid").length,
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), earnings));
