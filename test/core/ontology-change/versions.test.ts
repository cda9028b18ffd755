import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelId } from "../../../core/ids.ts";
import { LABELS_MAX, type Ontology } from "../../../core/ontology.ts";
import { applyOperations } from "../../../core/ontology-change/apply-operations.ts";
import { crosswalkOf } from "../../../core/ontology-change/crosswalk.ts";
import { lineageOf } from "../../../core/ontology-change/lineage.ts";
import { namedLabels } from "../../../core/ontology-change/named-labels.ts";
import { ontologyHash } from "../../../core/ontology-change/ontology-hash.ts";
import type { OntologyChange } from "../../../core/ontology-change/operations.ts";
import { replayedHash } from "../../../core/ontology-change/replay.ts";
import { aChange, acceptances, aLabel, aNewLabel, begun, historyOf } from "./support/random-changes.ts";

const last = <One>(all: readonly [One, ...One[]]): One => all.at(-1) ?? all[0];
const everyLabel = ({ labels, retired }: Pick<Ontology, "labels" | "retired">) => [...labels, ...retired];

describe("a history of the ontology", () => {
  it("replays to the hash that each of its versions has", () => {
    fc.assert(
      fc.property(acceptances, (runs) => {
        const history = historyOf(runs);
        for (const [at, { hash }] of history.entries()) expect(replayedHash(history.slice(0, at + 1))).toBe(hash);
      }),
    );
  });

  it("keeps id and number of each label for ever, and gives none of them to another", () => {
    fc.assert(
      fc.property(acceptances, (runs) => {
        const history = historyOf(runs);
        const numberOf = new Map<LabelId, number>();
        for (const version of history) {
          const all = everyLabel(version);
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
          for (const { id, number } of all) {
            expect(numberOf.get(id) ?? number).toBe(number);
            numberOf.set(id, number);
          }
          expect(all.length).toBe(numberOf.size);
        }
        expect(new Set(numberOf.values()).size).toBe(numberOf.size);
        expect([...numberOf.values()].sort((a, b) => a - b)).toEqual([...numberOf.values()].map((_, at) => at + 1));
      }),
    );
  });

  it("keeps surviving labels in their order, so that the page and YOLO's dense index move only behind what went", () => {
    fc.assert(
      fc.property(acceptances, (runs) => {
        const history = historyOf(runs);
        for (const [at, version] of history.slice(1).entries()) {
          const before = history[at]?.labels.map(({ id }) => id) ?? [];
          const now = version.labels.map(({ id }) => id);
          expect(now.filter((id) => before.includes(id))).toEqual(before.filter((id) => now.includes(id)));
        }
      }),
    );
  });

  it("always leaves a label to say, and never more than an ontology may have", () => {
    fc.assert(
      fc.property(acceptances, (runs) => {
        for (const { labels } of historyOf(runs)) {
          expect(labels.length).toBeGreaterThan(0);
          expect(labels.length).toBeLessThanOrEqual(LABELS_MAX);
        }
      }),
    );
  });

  it("follows merges to a label that was never merged itself, and none of them in a ring", () => {
    // A ring would need a label that is merged into one that is there, and that one into the first: but a merged label is
    // not there any more, and its id never comes back. So each merge leads to one that was retired later, or never.
    const met = { split: 0, merge: 0, deprecate: 0, chains: 0 };
    fc.assert(
      fc.property(acceptances, (runs) => {
        const now = last(historyOf(runs));
        for (const { retirement } of now.retired) met[retirement.by] += 1;
        met.chains += now.retired.filter(
          ({ retirement }) => retirement.by === "merge" && crosswalkOf(now).has(retirement.into),
        ).length;
        const retired = new Map(now.retired.map((label) => [label.id, label]));
        for (const [from, to] of crosswalkOf(now)) {
          expect(retired.get(from)?.retirement.by).toBe("merge");
          expect(retired.get(to)?.retirement.by).not.toBe("merge");
          expect(namedLabels(now)).toContain(to);
        }
        for (const { retirement, retiredIn } of now.retired)
          if (retirement.by === "merge")
            expect(retired.get(retirement.into)?.retiredIn ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
              retiredIn,
            );
        for (const { id } of everyLabel(now))
          expect([...namedLabels(now), ...crosswalkOf(now).keys()].filter((one) => one === id)).toHaveLength(1);
      }),
      { numRuns: 400 },
    );
    // The random histories hold what is claimed of them.
    expect(
      Object.values(met).every((count) => count > 0),
      JSON.stringify(met),
    ).toBe(true);
  });

  it("is told from versions that were written and never pointed to", () => {
    const [first, second, third] = [1, 2, 3].map((version) => ({ ...begun("pest"), version, from: version - 1 }));
    const orphan = { ...begun("pest"), version: 4, from: 2 };
    if (!first || !second || !third) throw new Error("three versions");
    expect(lineageOf([first, second, third, orphan], 3)).toEqual([first, second, third]);
    expect(lineageOf([first, second, third, orphan], 4)).toEqual([first, second, orphan]);
    expect(lineageOf([first], 9)).toEqual([]);
  });
});

describe("changes", () => {
  it("are done all or none: where one does not fit nothing has happened, and it is told which", () => {
    fc.assert(
      fc.property(acceptances, fc.array(aChange, { minLength: 1, maxLength: 5 }), (runs, changes) => {
        const before = last(historyOf(runs));
        const copy = structuredClone(before);
        const whole = applyOperations(before, changes, 99);
        expect(before).toEqual(copy);
        if (whole.state === "applied") return;
        const at = Number(whole.unfit.field.split(".")[0]);
        expect(applyOperations(before, changes.slice(0, at), 99).state).toBe("applied");
        expect(applyOperations(before, changes.slice(0, at + 1), 99).state).toBe("unfit");
        expect(Object.keys(whole)).toEqual(["state", "unfit"]);
      }),
    );
  });

  const l = (id: string) => id as LabelId;
  const unfit: readonly (readonly [string, readonly OntologyChange[], string])[] = [
    ["a label that is there is added", [{ kind: "add", label: aNewLabel("pest") }], "0.label.id"],
    [
      "the id of one that went is given again",
      [
        { kind: "deprecate", label: l("pest") },
        { kind: "add", label: aNewLabel("pest") },
      ],
      "1.label.id",
    ],
    ["its parent is unknown", [{ kind: "add", label: aNewLabel("new", { parent: l("none") }) }], "0.label.parent"],
    [
      "a part of a split has an unknown parent",
      [{ kind: "split", label: l("pest"), into: [aNewLabel("a"), aNewLabel("b", { parent: l("none") })] }],
      "0.into.1.parent",
    ],
    ["a label is split into one", [{ kind: "split", label: l("pest"), into: [aNewLabel("a")] }], "0.into"],
    [
      "two parts have one id",
      [{ kind: "split", label: l("pest"), into: [aNewLabel("a"), aNewLabel("a")] }],
      "0.into.id",
    ],
    ["a label is merged into itself", [{ kind: "merge", labels: [l("pest")], into: l("pest") }], "0.labels"],
    ["one is merged twice", [{ kind: "merge", labels: [l("pest"), l("pest")], into: l("leaf") }], "0.labels"],
    ["nothing is merged", [{ kind: "merge", labels: [], into: l("leaf") }], "0.labels"],
    ["a merged one is named", [{ kind: "merge", labels: [l("pest"), l("none")], into: l("leaf") }], "0.labels.1"],
    [
      "all are dropped",
      ["pest", "leaf", "bark"].map((id) => ({ kind: "deprecate" as const, label: l(id) })),
      "2.label",
    ],
  ];
  it.each(unfit)("do not fit when %s", (_, changes, field) => {
    expect(applyOperations(begun("pest", "leaf", "bark"), changes, 2)).toMatchObject({
      state: "unfit",
      unfit: { field },
    });
  });

  it("may make parts of a split that are kinds of the label that goes", () => {
    const into = [aNewLabel("a", { parent: l("pest") }), aNewLabel("b", { parent: l("pest") })];
    const done = applyOperations(begun("pest", "leaf"), [{ kind: "split", label: l("pest"), into }], 2);
    if (done.state !== "applied") throw new Error(done.unfit.message);
    expect(done.content.labels.map(({ id, number }) => [id, number])).toEqual([
      ["leaf", 2],
      ["a", 3],
      ["b", 4],
    ]);
    expect(done.content.retired).toMatchObject([{ id: "pest", number: 1, retiredIn: 2, retirement: { by: "split" } }]);
  });
});

describe("the hash of a version", () => {
  it("is that of what it says, however the fields are ordered", () => {
    const shuffledKeys = (content: unknown): unknown => {
      if (Array.isArray(content)) return content.map(shuffledKeys);
      if (typeof content !== "object" || content === null) return content;
      const entries = Object.entries(content).map(([key, part]) => [key, shuffledKeys(part)] as const);
      return Object.fromEntries(entries.reverse());
    };
    fc.assert(
      fc.property(acceptances, (runs) => {
        const version = last(historyOf(runs));
        const other = shuffledKeys(version) as Ontology;
        expect(JSON.stringify(other)).not.toBe(JSON.stringify(version));
        expect(ontologyHash(other)).toBe(version.hash);
      }),
    );
  });

  it("changes with each word, number and order of what it says", () => {
    const { labels, retired, tools, hash } = begun("pest", "leaf");
    const others = [
      { labels: labels.toReversed(), retired, tools },
      { labels: [...labels, aLabel("bark", 3)], retired, tools },
      { labels: labels.map((one) => ({ ...one, number: one.number + 1 })), retired, tools },
      { labels: labels.map((one) => ({ ...one, definition: { en: "other" } })), retired, tools },
      { labels, retired, tools: ["classes" as const] },
    ];
    expect(new Set([hash, ...others.map(ontologyHash)]).size).toBe(others.length + 1);
  });
});
