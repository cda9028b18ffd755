import type { Label, Ontology, RetiredLabel, Retirement } from "../ontology.ts";

/**
 * `label_map.json`: the three ids of a label in one place. `id` is stable for ever, `number` is COCO's category id and
 * never renumbered, `index` counts from 0 in this bundle only (what class maps and YOLO want). Labels in force come first,
 * then those that nobody is asked for any more and that answers may still name, each with what became of it.
 */
export const labelMapJson = ({
  version,
  labels,
  retired,
}: Pick<Ontology, "version" | "labels" | "retired">): string => {
  const inForce = inOrderOfNumber(labels).map((label) => labelJson(label));
  const stillSaid = inOrderOfNumber(stillNamed(retired)).map((label) => ({
    ...labelJson(label),
    retired: { in_version: label.retiredIn, ...retirementJson(label.retirement) },
  }));
  const all = [...inForce, ...stillSaid].map(({ id, number, ...rest }, index) => ({ id, number, index, ...rest }));
  return `${JSON.stringify({ ontology_version: version, labels: all }, undefined, 2)}\n`;
};

const labelJson = ({ id, number, names, definition, colour, parent }: Label) => ({
  id,
  number,
  names: inOrderOfLanguage(names),
  definition: inOrderOfLanguage(definition),
  colour,
  ...(parent && { parent }),
});

/** Retired labels that answers may still name. What was merged is not among them: it counts as its successor. */
export const stillNamed = (retired: readonly RetiredLabel[]): readonly RetiredLabel[] =>
  retired.filter(({ retirement }) => retirement.by !== "merge");

/** What became of a label, with the labels that stand in its place as a list. */
export const retirementJson = (retirement: Retirement) => ({
  by: retirement.by,
  ...(retirement.by === "split" && { into: [...retirement.into] }),
  ...(retirement.by === "merge" && { into: [retirement.into] }),
});

/** By number, so that the order in which an ontology lists its labels does not change a file. */
export const inOrderOfNumber = <One extends Label>(labels: readonly One[]): readonly One[] =>
  labels.toSorted((a, b) => a.number - b.number);

export const inOrderOfLanguage = (text: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(text)
      .sort()
      .map((language) => [language, text[language] ?? ""]),
  );
