import { earnedIn } from "../core/my-work/account.ts";
import { dayOf } from "../core/pay.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { workOf } from "./steps/work-of.ts";
import { memberships } from "./store/memberships.ts";

const endpoint = endpoints.earnings;

/** What she has earned, from the ledger alone: since she was first handed work, month by month, in UTC. */
export const earnings = async (deps: Deps, { person }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const joined = await memberships(deps).ofPerson(person.personId);
  const { days } = await workOf(deps, person.personId, joined);
  const today = dayOf(deps.now());
  const months = [...Map.groupBy(days, ({ day }) => day.slice(0, 7))];
  return {
    today: [...earnedIn(days.filter(({ day }) => day === today))],
    months: months.flatMap(([month, some]) => earnedIn(some).map((sum) => ({ month, ...sum }))),
    unpaidAnnotations: days.reduce((sum, { unpaid }) => sum + unpaid, 0),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), earnings));
