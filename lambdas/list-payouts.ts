import { accountsOf } from "../core/my-work/account.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { shownPayout } from "./shown-payout.ts";
import { workOf } from "./steps/work-of.ts";
import { memberships } from "./store/memberships.ts";
import { payouts } from "./store/payouts.ts";

const endpoint = endpoints.listPayouts;

/** Members summed for one page. */
const MEMBERS = 20;
const AT_ONCE = 4;

/**
 * What each member earned, was paid and is owed in this project, a page of members at a time, in the order of their ids.
 * Who left is among them, for she is owed all the same.
 */
export const listPayouts = async (
  deps: Deps,
  { path: { projectId }, query: { cursor } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const all = (await memberships(deps).ofProject(projectId))
    .filter(({ personId }) => cursor === undefined || personId > cursor)
    .toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
  const page = all.slice(0, MEMBERS);
  const members = await inParallel(page, AT_ONCE, async (membership) => {
    const { personId } = membership;
    const [work, paid] = await Promise.all([
      workOf(deps, personId, [membership]),
      payouts(deps).ofMember(personId, projectId),
    ]);
    const accounts = accountsOf(
      work.days.filter((day) => day.projectId === projectId),
      paid,
    );
    return { personId, accounts: [...accounts], payouts: paid.map(shownPayout).reverse() };
  });
  const last = page.at(-1)?.personId;
  return {
    members: members.filter(({ accounts }) => accounts.length > 0),
    ...(all.length > page.length && last && { cursor: last }),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listPayouts));
