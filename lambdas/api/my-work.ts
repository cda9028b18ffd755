import * as z from "zod";
import { PAGE_LANGUAGES } from "../../core/localized.ts";
import { PAYOUT_MICROS_MAX } from "../../core/my-work/payout.ts";
import { PROPOSAL_KINDS } from "../../core/proposal.ts";
import { annotatorId, localized, projectId, projectState, ulid } from "./shapes.ts";

/** Her own work, what she is owed, and what became of it. Amounts are millionths of a currency's unit, days are UTC. */
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe("a currency in three capital letters, such as INR");
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe("a day such as 2026-03-04");
const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe("a month such as 2026-03");
const paid = z.object({ currency, amountMicros: z.int() });
const sum = paid.extend({ annotations: z.int() });

/** `owedMicros` is earned less paid: below 0 for somebody who was paid ahead. */
export const account = z.object({
  currency,
  earnedMicros: z.int(),
  paidMicros: z.int(),
  owedMicros: z.int(),
});

export const payout = z.object({
  payoutId: ulid,
  projectId,
  amountMicros: z.int(),
  currency,
  paidOn: day,
  note: z.string().optional(),
});

/** Where a proposal stands, with the vendor's words where there are some. */
const ownProposal = z.object({
  proposalId: ulid,
  kind: z.enum(PROPOSAL_KINDS),
  /** The name she gave, or the beginning of what she wrote; absent when she spoke. */
  words: z.string().optional(),
  state: z.enum(["open", "asked", "accepted", "declined", "withdrawn"]),
  reason: z.string().optional(),
  /** Of the ontology, or of the instructions, that it led to. */
  version: z.int().optional(),
  instructionsVersion: z.int().optional(),
  ageDays: z.int(),
});

/** What became of her work in a project, newest first in each list; the counts say how many there are in all. */
export const became = z.object({
  askedBy: z.string(),
  /** Its beginning, ending in …, where it is long and not all was asked for. */
  purpose: z.string(),
  exports: z.array(z.object({ asOfMs: z.int(), answers: z.int() })),
  exportCount: z.int(),
  proposals: z.array(ownProposal),
  proposalCount: z.int(),
  /** Proposals of others that she seconded and that were accepted. */
  seconded: z.array(ownProposal),
  secondedCount: z.int(),
  uses: z.array(z.object({ text: z.string(), statedAtMs: z.int() })),
  useCount: z.int(),
});

const workProject = z.object({
  projectId,
  title: z.string(),
  state: projectState,
  hasLeft: z.boolean(),
  answers: z.int(),
  unpaid: z.int(),
  firstDay: day.optional(),
  lastDay: day.optional(),
  /** Left out where the page would grow too large: ask with `projectId`. */
  became: became.optional(),
});

export const myWork = {
  query: z.strictObject({
    language: z.enum(PAGE_LANGUAGES).optional(),
    /** Days of this month; without it, of the newest with work. */
    month: month.optional(),
    /** All that became of this project. */
    projectId: projectId.optional(),
  }),
  response: z.object({
    asOfMs: z.int(),
    today: z.array(sum),
    thisMonth: z.array(sum),
    accounts: z.array(account),
    answers: z.int(),
    unpaid: z.int(),
    /** Newest work first. */
    projects: z.array(workProject),
    /** Newest first. Of older ones `projects` is empty: ask with `month`. */
    months: z.array(
      z.object({ month, answers: z.int(), projects: z.array(z.object({ projectId, answers: z.int() })) }),
    ),
    days: z.object({
      month,
      days: z.array(z.object({ day, projectId, answers: z.int(), sums: z.array(paid) })),
    }),
    /** The newest, and with `month` those of that month besides. */
    payouts: z.array(payout),
    payoutCount: z.int(),
  }),
};
export type MyWork = z.infer<typeof myWork.response>;

export const recordPayout = {
  body: z.strictObject({
    /** Made by the page: the same one again is the same payout again. */
    payoutId: ulid,
    personId: annotatorId,
    amountMicros: z.int().min(1).max(PAYOUT_MICROS_MAX),
    currency,
    paidOn: day,
    note: z.string().trim().min(1).max(200).optional(),
  }),
  response: payout.extend({ personId: annotatorId }),
};

export const listPayouts = {
  query: z.strictObject({ cursor: annotatorId.optional() }),
  response: z.object({
    /** By the id of the person: names are in `listMembers`. Only who has earned or was paid. */
    members: z.array(z.object({ personId: annotatorId, accounts: z.array(account), payouts: z.array(payout) })),
    /** Present while there are more. */
    cursor: annotatorId.optional(),
  }),
};

const use = z.object({ useId: ulid, text: localized(2_000), statedAtMs: z.int() });
export const stateUse = {
  /** `useId` is made by the page: the same one again is the same statement again. */
  body: z.strictObject({ useId: ulid, text: localized(2_000) }),
  response: use,
};
export const listUses = { response: z.object({ uses: z.array(use) }) };

/** Compact JWS (RFC 7515) over the JSON of core/my-work/work-record.ts. */
export const myRecord = { response: z.object({ jws: z.string() }) };

/** The public half of the key that records are signed with, as a JWK (RFC 8037). */
export const installationKey = {
  response: z.object({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string(),
    kid: z.string(),
    use: z.literal("sig"),
    alg: z.literal("EdDSA"),
  }),
};
