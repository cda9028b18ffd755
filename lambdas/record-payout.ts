import { hasBegun, isDay, isSamePayout, type Payout } from "../core/my-work/payout.ts";
import { dayOf } from "../core/pay.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownPayout } from "./shown-payout.ts";
import { memberships } from "./store/memberships.ts";
import { payouts } from "./store/payouts.ts";

const endpoint = endpoints.recordPayout;

/**
 * Writes down that a member was paid, also one who has left, and also more than she is owed. Sent twice it stands once;
 * another payout under the same id is refused.
 */
export const recordPayout = async (
  deps: Deps,
  { path: { projectId }, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const nowMs = deps.now();
  if (!isDay(body.paidOn)) {
    throw refuse("bad-request", "there is no such day", {
      field: "body.paidOn",
      value: body.paidOn,
      allowed: "a day such as 2026-03-04",
    });
  }
  if (!hasBegun(body.paidOn, nowMs)) {
    throw refuse("bad-request", "this day has not come yet", {
      field: "body.paidOn",
      value: body.paidOn,
      allowed: `up to ${dayOf(nowMs)}`,
    });
  }
  const member = await memberships(deps).find(body.personId, projectId);
  if (!member) throw refuse("not-found", "no such member", { field: "body.personId", value: body.personId });
  const { payoutId, personId, amountMicros, currency, paidOn, note } = body;
  const told: Payout = {
    payoutId,
    projectId,
    personId,
    amountMicros,
    currency,
    paidOn,
    ...(note !== undefined && { note }),
    recordedAtMs: nowMs,
  };
  const stands = await payouts(deps).record(told);
  if (!isSamePayout(stands, told)) {
    throw refuse("conflict", "another payout was written down under this id", { field: "body.payoutId" });
  }
  return { ...shownPayout(stands), personId };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), recordPayout));
