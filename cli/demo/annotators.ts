import type { Answer, Box } from "../../core/annotation.ts";
import type { DrawnInsect, DrawnPicture } from "../../core/demonstration/forest-insects.ts";
import { type LabelId, parseLabelId } from "../../core/ids.ts";
import { type Seeded, seeded } from "../../core/seeded.ts";

/** Somebody of the story, and what she answers to a picture. */
export interface ScriptedAnnotator {
  readonly name: string;
  answer(picture: DrawnPicture): Answer;
}

const labelId = (text: string): LabelId => {
  const id = parseLabelId(text);
  if (!id) throw new Error(`${text} is not an id of a label`);
  return id;
};
const PEST = labelId("pest");
const NOT_A_PEST = labelId("not-a-pest");

/** Every insect in its box, drawn as a hand draws: off by a few hundredths. */
const labelled = (picture: DrawnPicture, label: LabelId, hand: Seeded): Answer => ({
  kind: "labelled",
  value: {
    classes: [label],
    shapes: picture.insects.map((insect, at) => drawn(insect, label, String(at + 1), picture, hand)),
  },
});

const drawn = (
  { box }: DrawnInsect,
  label: LabelId,
  id: string,
  { width, height }: DrawnPicture,
  hand: Seeded,
): Box => {
  const off = (size: number): number => size * hand.between(-0.025, 0.025);
  const [left, top] = [Math.max(0, box.x + off(box.width)), Math.max(0, box.y + off(box.height))];
  const [right, bottom] = [
    Math.min(width, box.x + box.width + off(box.width)),
    Math.min(height, box.y + box.height + off(box.height)),
  ];
  return { type: "box", id, label, x: left, y: top, width: right - left, height: bottom - top };
};

const truth = (picture: DrawnPicture, hand: Seeded): Answer =>
  labelled(picture, picture.insects.some(({ pest }) => pest) ? PEST : NOT_A_PEST, hand);

const isRotten = ({ ground }: DrawnPicture): boolean => ground === "rotten-leaf";
const isHardToSee = ({ ground, insects }: DrawnPicture): boolean => ground === "bark" && insects[0]?.kind === "ant";
/** Of the pictures with a rotten leaf, those with two caterpillars divide the three for good. */
const divides = (picture: DrawnPicture): boolean => isRotten(picture) && picture.insects.length > 1;

const handOf = (seed: number, picture: DrawnPicture): Seeded =>
  seeded(seed * 1_000 + Number.parseInt(picture.name.slice(7), 10));

/**
 * Three who answer in turn. They agree on most; on the caterpillar that eats the rotten part of a leaf they do not, and
 * that is what the project is to learn from them.
 */
export const ANNOTATORS: readonly ScriptedAnnotator[] = [
  {
    name: "Manglu",
    answer: (picture) => {
      if (isHardToSee(picture)) return { kind: "cant_tell", reason: "too_small" };
      return isRotten(picture) ? labelled(picture, PEST, handOf(1, picture)) : truth(picture, handOf(1, picture));
    },
  },
  {
    name: "Nehma",
    answer: (picture) => {
      if (isHardToSee(picture)) return { kind: "cant_tell", reason: "too_small" };
      return isRotten(picture) ? { kind: "none_fit" } : truth(picture, handOf(2, picture));
    },
  },
  {
    name: "Budhni",
    answer: (picture) =>
      isRotten(picture) && !divides(picture) ? { kind: "none_fit" } : truth(picture, handOf(3, picture)),
  },
];

/** What the vendor decides after reading the three: what Nehma knows. */
export const settled = (picture: DrawnPicture): Answer => labelled(picture, NOT_A_PEST, handOf(4, picture));
