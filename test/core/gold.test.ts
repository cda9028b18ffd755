import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GOLD_EVERY, isGold, isGoldDue, isSettled, mayMeet, withGold } from "../../core/gold.ts";
import type { AssignmentId } from "../../core/ids.ts";
import { aHeader, annotatorOf } from "../support/labelling.ts";

const settled = aHeader({ state: "agreed", round: 2, consensus: { state: "agreed", agreement: 1, reviewed: true } });

describe("gold", () => {
  it("is an item that a reviewer has settled in its round, for as long as nobody asks again", () => {
    expect(isSettled(settled)).toBe(true);
    expect(isSettled(aHeader({ state: "agreed", consensus: { state: "agreed", agreement: 1 } }))).toBe(false);
    expect(isSettled({ ...settled, state: "replaced" })).toBe(false);
    expect(isSettled(aHeader())).toBe(false);
    const gold = { itemId: settled.itemId, round: 2 };
    expect(isGold(gold, settled)).toBe(true);
    expect(isGold({ ...gold, itemId: "b".repeat(20) as typeof gold.itemId }, settled)).toBe(false);
    expect(isGold(gold, { ...settled, round: 3 })).toBe(false);
    expect(isGold(gold, { ...settled, state: "open" })).toBe(false);
  });

  it("is met by nobody who holds it, or has answered it in any round", () => {
    const her = annotatorOf(1);
    expect(mayMeet(settled, [{ annotatorId: annotatorOf(2) }], her)).toBe(true);
    expect(mayMeet(settled, [{ annotatorId: her }], her)).toBe(false);
    expect(mayMeet({ claims: { [her]: "A" as AssignmentId } }, [], her)).toBe(false);
  });

  it("is one item in twenty, by chance", () => {
    const draws = Array.from({ length: 1_000 }, (_, at) => at / 1_000);
    expect(draws.filter((draw) => isGoldDue(draw, 10)).length).toBe((1_000 * 10) / GOLD_EVERY);
    expect(draws.every((draw) => isGoldDue(draw, 20))).toBe(true);
  });

  it("lies among the others at any place, makes no packet longer than it may be, and takes the last one's place alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(19), fc.nat(999), (packetItems, found, draw) => {
        const items = Array.from({ length: Math.min(found + 1, packetItems) }, (_, at) => at);
        const packet = withGold(items, -1, { packetItems, draw: draw / 1_000 });
        expect(packet.length).toBe(Math.min(items.length + 1, packetItems));
        expect(packet.filter((one) => one !== -1)).toEqual(items.slice(0, packetItems - 1));
        expect(packet.filter((one) => one === -1)).toEqual([-1]);
      }),
    );
    const places = [0, 0.3, 0.5, 0.99].map((draw) => withGold([1, 2, 3], -1, { packetItems: 3, draw }).indexOf(-1));
    expect(places).toEqual([0, 0, 1, 2]);
  });
});
