import fc from "fast-check";
import type { LabelId } from "../../../../core/ids.ts";
import type { Label, Ontology } from "../../../../core/ontology.ts";
import { begunVersion, nextVersion } from "../../../../core/ontology-change/next-version.ts";
import type { NewLabel, OntologyChange } from "../../../../core/ontology-change/operations.ts";

export const aNewLabel = (id: string, changes: Partial<NewLabel> = {}): NewLabel => ({
  id: id as LabelId,
  names: { en: id },
  definition: { en: `what ${id} means` },
  colour: "#e69f00",
  ...changes,
});

export const aLabel = (id: string, number: number): Label => ({ ...aNewLabel(id), number });

export const begun = (...ids: readonly string[]): Ontology =>
  begunVersion(
    { labels: ids.map((id, at) => aLabel(id, at + 1)), tools: ["class"] },
    { version: 1, publishedAtMs: 1_000 },
  );

/** Ids from a small pool, so that changes often meet labels that are there and that were there. */
const id = fc.constantFrom(...Array.from({ length: 9 }, (_, number) => `l${number}` as LabelId));
/** New ids are mostly new. */
const newId = fc.constantFrom(...Array.from({ length: 40 }, (_, number) => `l${number}` as LabelId));
const made = fc
  .record({ id: newId, parent: fc.option(id, { nil: undefined, freq: 4 }) })
  .map(({ id: chosen, parent }) => aNewLabel(chosen, parent === undefined ? {} : { parent }));
const words = fc.record({ en: fc.string({ minLength: 1, maxLength: 6 }) });

const one = <Kind extends OntologyChange["kind"]>(kind: Kind) => fc.constant(kind);
const add = fc
  .record({ label: made, nearest: fc.option(id, { nil: undefined }) })
  .map(({ label, nearest }) => ({ kind: "add" as const, label, ...(nearest !== undefined && { nearest }) }));
const split = fc.record({ kind: one("split"), label: id, into: fc.array(made, { minLength: 1, maxLength: 3 }) });
const merge = fc.record({ kind: one("merge"), labels: fc.array(id, { minLength: 1, maxLength: 2 }), into: id });

export const aChange: fc.Arbitrary<OntologyChange> = fc.oneof(
  { weight: 4, arbitrary: add },
  { weight: 2, arbitrary: split },
  { weight: 4, arbitrary: merge },
  { weight: 1, arbitrary: fc.record({ kind: one("rename"), label: id, names: words }) },
  { weight: 1, arbitrary: fc.record({ kind: one("redefine"), label: id, definition: words }) },
  { weight: 1, arbitrary: fc.record({ kind: one("deprecate"), label: id }) },
);

/** Runs of changes, as one acceptance after another brings them. */
export const acceptances = fc.array(fc.array(aChange, { minLength: 1, maxLength: 2 }), {
  minLength: 10,
  maxLength: 40,
});

/** All versions that come of it, oldest first. What does not fit makes none. */
export const historyOf = (runs: readonly (readonly OntologyChange[])[]): readonly [Ontology, ...Ontology[]] => {
  const history: [Ontology, ...Ontology[]] = [begun("l0", "l1", "l2", "l3", "l4", "l5")];
  for (const [at, changes] of runs.entries()) {
    const before = history.at(-1) ?? history[0];
    const because = { proposalId: `proposal-${at}`, reason: "because" };
    // Numbers of versions that were written and never pointed to are passed over.
    const next = nextVersion(before, changes, { version: before.version + 1 + (at % 3), because, publishedAtMs: at });
    if (next.state === "made") history.push(next.ontology);
  }
  return history;
};
