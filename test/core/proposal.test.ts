import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId, ProjectId } from "../../core/ids.ts";
import {
  ageDays,
  holdingUp,
  type Proposal,
  type ProposalFile,
  type ProposalStanding,
  SECONDS_THAT_HOLD,
} from "../../core/proposal.ts";
import { relabellingCost } from "../../core/relabelling.ts";

const DAY_MS = 86_400_000;
const standings: readonly ProposalStanding[] = [
  { state: "open" },
  { state: "asked" },
  { state: "accepted", reason: "yes", atMs: 1, version: 2 },
  { state: "declined", reason: "no", atMs: 1 },
  { state: "withdrawn", atMs: 1 },
];
const aFile = (standing: ProposalStanding, seconds: number): ProposalFile => {
  const proposal: Proposal = {
    proposalId: "01JZK3V8Q4M2N6P7R9S0T1V2W4",
    projectId: "forest00" as ProjectId,
    authorId: "author" as AnnotatorId,
    kind: "add",
    labels: [],
    language: "hi",
    example: { itemId: "item" as ItemId },
    ontologyVersion: 1,
    standing,
    createdAtMs: 5 * DAY_MS,
  };
  const { proposalId } = proposal;
  const all = Array.from({ length: seconds }, (_, at) => ({
    proposalId,
    annotatorId: `${at}` as AnnotatorId,
    atMs: at,
  }));
  return { proposal, seconds: all, words: [] };
};

describe("a proposal that is unanswered", () => {
  it("holds up new items from the third second on, also while its author was asked back; an answered one never", () => {
    const held = standings.flatMap((standing) =>
      [0, 2, 3, 9].map((seconds) => [standing.state, seconds, holdingUp([aFile(standing, seconds)]).length] as const),
    );
    expect(held.filter(([, , length]) => length > 0).map(([state, seconds]) => `${state} ${seconds}`)).toEqual([
      "open 3",
      "open 9",
      "asked 3",
      "asked 9",
    ]);
    expect(SECONDS_THAT_HOLD).toBe(3);
  });

  it("ages in whole days, and a clock that is behind does not make it younger than new", () => {
    const { proposal } = aFile({ state: "open" }, 0);
    expect([0, DAY_MS - 1, DAY_MS, 7 * DAY_MS + 5].map((ms) => ageDays(proposal, 5 * DAY_MS + ms))).toEqual([
      0, 0, 1, 7,
    ]);
    expect(ageDays(proposal, 0)).toBe(0);
  });
});

describe("what asking again costs", () => {
  it("is what each answer pays, times the fewest and the most that will be asked; nothing where nobody is paid", () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(24),
        fc.nat(10_000_000),
        (items, min, more, amountMicros) => {
          const overlap = { min, max: Math.min(25, min + more) };
          const cost = relabellingCost(items, overlap, { kind: "paid", amountMicros, currency: "INR" });
          let sum = 0;
          for (let answer = 0; answer < overlap.min * Math.min(items, 40); answer++) sum += amountMicros;
          if (items <= 40) expect(cost.amountMicros.min).toBe(sum);
          expect(cost.annotations).toEqual({ min: items * overlap.min, max: items * overlap.max });
          expect(cost.amountMicros.max - cost.amountMicros.min).toBe(items * (overlap.max - min) * amountMicros);
          expect(Number.isSafeInteger(cost.amountMicros.max)).toBe(true);
          expect(relabellingCost(items, overlap, { kind: "unpaid" }).amountMicros).toEqual({ min: 0, max: 0 });
        },
      ),
    );
  });
});
