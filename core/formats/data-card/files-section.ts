import type { DataCard } from "./data-card.ts";
import { blocks, table } from "./markdown.ts";

const HOLDS: readonly (readonly [begins: string, holds: string])[] = [
  ["annotations", "every revision of every answer"],
  ["consensus", "one line for every item: what was decided, and how many said what"],
  ["crosswalk", "what each label of earlier versions is now"],
  ["image_labels", "labels of the agreed images, COCO"],
  ["instances", "boxes of the agreed images, COCO"],
  ["label_map", "the ids of each label"],
  ["ontology", "the labels, their whole history and every proposal"],
  ["raw_answers_labels_only", "the votes that were counted, CSV"],
  ["raw_answers", "every revision of every answer, CSV"],
  ["soft_labels", "how the answers to each item spread"],
  ["undecided", "the items without an agreed value, and why"],
];

/** The files beside this one. */
export const filesSection = ({ files }: DataCard): string =>
  blocks(
    "## Files",
    table(
      ["File", "Holds"],
      files.toSorted().map((name) => [`\`${name}\``, HOLDS.find(([begins]) => name.startsWith(begins))?.[1] ?? ""]),
    ),
    "`manifest.json` has what the bundle depends on, and the size and SHA-256 of every file, this one included.",
  );
