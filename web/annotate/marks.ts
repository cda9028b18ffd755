import type { LabelId } from "../../core/ids.ts";
import { inLanguage } from "../../core/localized.ts";
import type { Label } from "../../core/ontology.ts";

/** How one label is told from the others: by colour, by dash, and by number; never by colour alone. */
export interface Mark {
  readonly id: LabelId;
  readonly name: string;
  readonly definition: string;
  readonly colour: string;
  /** SVG stroke-dasharray; empty for a plain line. */
  readonly dash: string;
  /** Address of a picture that shows it, when there is one. */
  readonly example?: string;
  /** From 1; up to 9 also the key that chooses it. */
  readonly number: number;
}

const DASHES = ["", "10 5", "3 4", "14 4 3 4", "6 3 1 3", "18 6", "1 4"] as const;

export const marksOf = (
  labels: readonly (Pick<Label, "id" | "names" | "definition" | "colour"> & { exampleUrl?: string | undefined })[],
  language: string,
): readonly Mark[] =>
  labels.map(({ id, names, definition, colour, exampleUrl }, at) => ({
    id,
    name: inLanguage(names, language),
    definition: inLanguage(definition, language),
    colour,
    dash: DASHES[at % DASHES.length] ?? "",
    number: at + 1,
    ...(exampleUrl && { example: exampleUrl }),
  }));

/** Ink that can be read on a label's colour: black or white, whichever contrasts more (WCAG relative luminance). */
export const inkOn = (colour: string): "#000" | "#fff" => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // 0.179 is where contrast with black and with white are alike.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
};
