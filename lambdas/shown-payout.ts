import type { z } from "zod";
import type { Payout } from "../core/my-work/payout.ts";
import type { payout } from "./api/my-work.ts";

/** A payout as it is shown: to her whose it is, and to the vendor. */
export const shownPayout = ({
  payoutId,
  projectId,
  amountMicros,
  currency,
  paidOn,
  note,
}: Payout): z.infer<typeof payout> => ({
  payoutId,
  projectId,
  amountMicros,
  currency,
  paidOn,
  ...(note !== undefined && { note }),
});
