import { describe, expect, it } from "vitest";
import { type Annotated, annotate, billOfMillion } from "../../bench/cost/annotating.ts";
import { billOfMillionItems, ingestLines } from "../../bench/cost/ingesting.ts";
import { sumOfCosts } from "../../bench/cost/ledger.ts";
import { GOALS } from "../../bench/goals.ts";
import { openCountedWorld } from "../../bench/scale/counted-world.ts";
import { startLabelling } from "../../bench/scale/labelling.ts";
import { annotatorOf } from "../support/labelling.ts";

const LINES = 400;

describe("what labelling asks of the tables", () => {
  it.each([
    { backlog: 200, tickets: true },
    { backlog: 3_000, tickets: true },
    { backlog: 200, tickets: false },
    { backlog: 3_000, tickets: false },
  ])(
    "is the same with $backlog items in the backlog (tickets: $tickets)",
    async ({ backlog, tickets }) => {
      const world = await openCountedWorld();
      const labelling = await startLabelling(world.deps, world.stores.engine, {
        ...{ items: backlog, annotators: 2, overlap: { min: 3, max: 3 }, packetItems: 10, tickets },
      });
      const [first = annotatorOf(1), second = annotatorOf(2)] = labelling.people;
      await labelling.feed();
      await labelling.assign(first);
      world.take();
      const packet = await labelling.assign(second);
      const assign = world.take();
      // Ten claims, and the assignment with its place among the leases.
      expect({ writes: assign.writeUnits, inIndexes: assign.indexWriteUnits }).toEqual({ writes: 12, inIndexes: 1 });
      // Membership, project, her assignments, ten headers at half a unit; in direct mode a look at sixteen shards.
      const looks = tickets ? 0 : assign.calls["Query"] === 17 ? 16 : Number.NaN;
      expect(assign.readUnits).toBeLessThanOrEqual(9 + looks);
      const ids = packet?.items.map(({ itemId }) => itemId) ?? [];
      await labelling.submit(second, packet?.assignmentId ?? "", ids.slice(0, 5));
      const five = world.take();
      // Of each answer the annotation, the ledger line and the header; the assignment; the live counts.
      expect({ writes: five.writeUnits, inIndexes: five.indexWriteUnits }).toEqual({ writes: 17, inIndexes: 0 });
      expect(five.readUnits).toBe(3 + 5);
      await labelling.submit(second, packet?.assignmentId ?? "", ids.slice(5, 6));
      const one = world.take();
      expect({ writes: one.writeUnits, reads: one.readUnits }).toEqual({ writes: 5, reads: 4 });
      await world.close();
    },
    60_000,
  );
});

describe("dollars, by the code that the bench prints them with", () => {
  const writesOf = ({ annotations, assign, submit }: Annotated): number =>
    (assign.writeUnits + submit.writeUnits) / annotations;

  it("for a million annotations are within five when five travel together, every write counted", async () => {
    const counted = await annotate(60, 5);
    expect(counted.annotations).toBe(180);
    // Claim, annotation, ledger line, header; a third of a place in the backlog; shares of assignment, lease and counts.
    expect(writesOf(counted)).toBeLessThan(5.1);
    expect(sumOfCosts(billOfMillion(counted))).toBeLessThan(GOALS.byFive);
  }, 60_000);

  it("for a million annotations are within seven when each answer is sent by itself", async () => {
    const counted = await annotate(60, 1);
    expect(writesOf(counted)).toBeLessThan(6.7);
    expect(sumOfCosts(billOfMillion(counted))).toBeLessThan(GOALS.singly);
  }, 60_000);

  it("for a million items from a manifest are within two: a header, its place in the backlog and a checksum", async () => {
    const counted = await ingestLines(LINES);
    expect(counted.use.writeUnits / LINES).toBeLessThan(3.02);
    expect(counted.use.readUnits / LINES).toBeLessThan(0.6);
    expect(sumOfCosts(billOfMillionItems(counted))).toBeLessThan(GOALS.ingested);
  });
});
