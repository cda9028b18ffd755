import type { Label, Ontology } from "../ontology.ts";

/**
 * `label_map.json`: the three ids of a label in one place. `id` is stable for ever, `number` is COCO's category id and
 * never renumbered, `index` counts from 0 in this bundle only (what class maps and YOLO want).
 */
export const labelMapJson = ({ version, labels }: Pick<Ontology, "version" | "labels">): string =>
  `${JSON.stringify(
    {
      ontology_version: version,
      labels: inOrderOfNumber(labels).map(({ id, number, names, definition, colour }, index) => ({
        id,
        number,
        index,
        names: inOrderOfLanguage(names),
        definition: inOrderOfLanguage(definition),
        colour,
      })),
    },
    undefined,
    2,
  )}\n`;

/** By number, so that the order in which an ontology lists its labels does not change a file. */
export const inOrderOfNumber = (labels: readonly Label[]): readonly Label[] =>
  labels.toSorted((a, b) => a.number - b.number);

export const inOrderOfLanguage = (text: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(text)
      .sort()
      .map((language) => [language, text[language] ?? ""]),
  );
