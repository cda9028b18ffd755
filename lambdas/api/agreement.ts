import * as z from "zod";
import { CANT_TELL_REASONS } from "../../core/annotation.ts";
import { CONSENSUS_STATES } from "../../core/item.ts";
import { itemId, labelId } from "./shapes.ts";

/** Why a figure cannot be given, or the figure. */
const figure = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("value"), value: z.number() }),
  z.object({ kind: z.literal("undefined"), why: z.string() }),
]);
const namedItem = z.object({ itemId, name: z.string() });
const outcome = z.object({ state: z.enum(CONSENSUS_STATES), classes: z.array(labelId).optional() });
/** A label's id, or `none_fit`. */
const said = z.string();

/** How often people could not label as asked, out of `answers`: of a label, of instructions, never of a person. */
const specialRate = z.object({
  answers: z.int(),
  items: z.int(),
  noneFit: z.int(),
  cantTell: z.int(),
  /** Of `cantTell`, those that said why. */
  reasons: z.partialRecord(z.enum(CANT_TELL_REASONS), z.int()),
});

/** What the answers of a project say of each other, and what the snapshot that was learned from them would change. */
export const agreementReport = z.object({
  answers: z.int(),
  items: z.int(),
  itemsCompared: z.int(),
  annotators: z.int(),
  alpha: figure,
  /** 95 % of resamples of the items lie within. */
  alphaInterval: z.object({ low: z.number(), high: z.number() }).optional(),
  percent: figure,
  gwetAc1: figure,
  byLabel: z.array(z.object({ label: said, answers: z.int(), alpha: figure })),
  confused: z.array(
    z.object({ labels: z.tuple([said, said]), share: z.number(), items: z.int(), examples: z.array(namedItem) }),
  ),
  disputed: z.array(namedItem.extend({ disagreement: z.number(), answers: z.int() })),
  /** Items of earlier exports that would be decided differently now: told, never re-opened by themselves. */
  changed: z.object({
    count: z.int(),
    items: z.array(namedItem.extend({ before: outcome, now: outcome })),
  }),
  /** Only sets of enough items and people. Reports of earlier times have none of this. */
  special: z
    .object({
      /** Over the items where anybody named the label; highest rates first. */
      byLabel: z.array(specialRate.extend({ label: labelId })),
      /** By the version of the instructions that the answers were given under. */
      byInstructions: z.array(specialRate.extend({ version: z.int() })),
    })
    .optional(),
});
export type AgreementReport = z.infer<typeof agreementReport>;

export const agreement = {
  response: z.discriminatedUnion("state", [
    /** Too little was answered so far. */
    z.object({ state: z.literal("none") }),
    z.object({ state: z.literal("there"), snapshot: z.int(), asOfMs: z.int(), report: agreementReport }),
  ]),
};
