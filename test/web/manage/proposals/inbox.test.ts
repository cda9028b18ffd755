import { describe, expect, test } from "vitest";
import { inboxOf, type ProposalListed } from "../../../../web/manage/proposals/inbox-order.ts";
import { ontologyAfter } from "../../../../web/manage/proposals/ontology-after.ts";
import { scopeOf } from "../../../../web/manage/proposals/scope-field.tsx";

const listed = (proposalId: string, state: string, createdAtMs: number, more: object = {}): ProposalListed =>
  ({ proposalId, standing: { state, ...more }, createdAtMs, secondCount: 0, ...more }) as unknown as ProposalListed;
const idsOf = (all: readonly ProposalListed[]): readonly string[] => all.map(({ proposalId }) => proposalId);

describe("a vendor's inbox", () => {
  test("has what waits for an answer first, who waited longest at the top, and what was asked back among it", () => {
    const { unanswered, answered } = inboxOf([
      listed("c", "open", 5),
      listed("d", "declined", 5, { atMs: 40 }),
      listed("a", "asked", 10),
      listed("b", "open", 10),
      listed("e", "accepted", 1, { atMs: 50 }),
      listed("f", "withdrawn", 2, { atMs: 45 }),
    ]);
    expect(idsOf(unanswered)).toEqual(["c", "a", "b"]);
    expect(idsOf(answered)).toEqual(["e", "f", "d"]);
  });

  test("names what holds up new files: unanswered and seen by three or more", () => {
    const { holding } = inboxOf([
      listed("few", "open", 1, { secondCount: 2 }),
      listed("many", "asked", 2, { secondCount: 3 }),
      listed("done", "declined", 3, { secondCount: 9, atMs: 4 }),
    ]);
    expect(idsOf(holding)).toEqual(["many"]);
  });
});

describe("the labels as they would be", () => {
  const label = (id: string, more: object = {}) =>
    ({ id, number: 1, names: { en: id }, definition: { en: id }, colour: "#000000", ...more }) as never;
  const gone = (id: string, retiredIn: number) => label(id, { retiredIn, retirement: { by: "deprecate" } });

  test("are sorted into new, changed, kept and gone, and what went earlier is not told again", () => {
    const before = { labels: [label("pest"), label("leaf"), label("soil")], retired: [gone("bug", 1)] };
    const after = {
      labels: [label("leaf"), label("soil", { names: { hi: "मिट्टी", en: "earth" } }), label("moth")],
      retired: [gone("bug", 1), gone("pest", 2)],
    };
    const found = ontologyAfter(before, after);
    expect(found.made.map(({ id }) => id)).toEqual(["moth"]);
    expect(found.changed.map(({ now }) => now.id)).toEqual(["soil"]);
    expect(found.kept.map(({ id }) => id)).toEqual(["leaf"]);
    expect(found.gone.map(({ id }) => id)).toEqual(["pest"]);
  });

  test("are kept where the same words only come in another order", () => {
    const one = { labels: [label("soil", { names: { hi: "मिट्टी", en: "earth" } })], retired: [] };
    const other = { labels: [label("soil", { names: { en: "earth", hi: "मिट्टी" } })], retired: [] };
    expect(ontologyAfter(one, other).kept).toHaveLength(1);
  });
});

test("a sample is a whole number below all that are affected", () => {
  const sample = (typed: string, affected = 14) => scopeOf({ kind: "sample", sample: typed }, affected);
  expect(sample("5")).toEqual({ kind: "sample", items: 5 });
  for (const wrong of ["", "0", "14", "2.5", "-1", "many"]) expect(sample(wrong), wrong).toBeUndefined();
  expect(sample("1001", 5_000)).toBeUndefined();
  expect(scopeOf({ kind: "all", sample: "" }, 14)).toEqual({ kind: "all" });
});
