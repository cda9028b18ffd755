import type { LabelId } from "../ids.ts";
import type { Label, Ontology } from "../ontology.ts";
import { crosswalkOf } from "../ontology-change/crosswalk.ts";
import type { OntologyOperation } from "../ontology-change/operations.ts";
import { inOrderOfNumber } from "./label-map.ts";

/**
 * `crosswalk.json`: for every label of every version, what it is in the version in force. `same`, `merged` (it counts as
 * `into`), `split` (nothing counts for it: a person must say which of `into` she means) or `dropped`. `counts_as` is the
 * label that its answers count as in this bundle; after a split or a drop that is the old one still.
 */
export const crosswalkJson = (ontology: Ontology, versions: readonly Ontology[]): string => {
  const counts = crosswalkOf(ontology);
  const inForce = new Set(ontology.labels.map(({ id }) => id));
  return `${JSON.stringify(
    {
      format: "labelloop-crosswalk",
      format_version: 1,
      ontology_version: ontology.version,
      from: versions.map((before) => ({
        version: before.version,
        labels: inOrderOfNumber(before.labels).map((label) => ({
          id: label.id,
          number: label.number,
          counts_as: counts.get(label.id) ?? label.id,
          ...(inForce.has(label.id)
            ? { now: "same", ...changedSince(label.id, before.version, versions) }
            : goneTo(label, ontology)),
        })),
      })),
    },
    undefined,
    2,
  )}\n`;
};

/** A label that stays may be called or described otherwise than it was. */
const changedSince = (id: LabelId, since: number, versions: readonly Ontology[]) => {
  const versionsWith = (does: (operation: OntologyOperation) => boolean): readonly number[] =>
    versions
      .filter(({ version, operations }) => version > since && operations.some(does))
      .map(({ version }) => version);
  const renamed = versionsWith((operation) => operation.kind === "rename" && operation.label === id);
  const redefined = versionsWith((operation) => operation.kind === "redefine" && operation.label === id);
  return {
    ...(renamed.length > 0 && { renamed_in: renamed }),
    ...(redefined.length > 0 && { redefined_in: redefined }),
  };
};

const NOW = { merge: "merged", split: "split", deprecate: "dropped" } as const;

const goneTo = ({ id }: Label, { retired }: Ontology) => {
  const gone = retired.find((label) => label.id === id);
  if (!gone) return { now: NOW.deprecate };
  const { retirement, retiredIn } = gone;
  const into =
    retirement.by === "split"
      ? { into: [...retirement.into] }
      : retirement.by === "merge" && { into: [retirement.into] };
  return { now: NOW[retirement.by], in_version: retiredIn, ...into };
};
