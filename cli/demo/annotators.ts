import type { Answer, Box } from "../../core/annotation.ts";
import type { DrawnInsect, DrawnPicture } from "../../core/demonstration/forest-insects.ts";
import { type LabelId, parseLabelId } from "../../core/ids.ts";
import { type Seeded, seeded } from "../../core/seeded.ts";

/** Somebody of the story, and what she answers to a picture. */
export interface ScriptedAnnotator {
  readonly name: string;
  /** In the first round there are two labels; in the next the one that was missing is there. */
  answer(picture: DrawnPicture, round: number): Answer;
}

const labelId = (text: string): LabelId => {
  const id = parseLabelId(text);
  if (!id) throw new Error(`${text} is not an id of a label`);
  return id;
};
const PEST = labelId("pest");
const NOT_A_PEST = labelId("not-a-pest");
/** The label that the people who labelled asked for. */
export const ROTTEN_LEAF_EATER = labelId("rotten-leaf-eater");

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

export const isRotten = ({ ground }: DrawnPicture): boolean => ground === "rotten-leaf";
const isHardToSee = ({ ground, insects }: DrawnPicture): boolean => ground === "bark" && insects[0]?.kind === "ant";
/** Of the pictures with a rotten leaf, those with two caterpillars divide the three for good. */
const divides = (picture: DrawnPicture): boolean => isRotten(picture) && picture.insects.length > 1;

const handOf = (seed: number, picture: DrawnPicture): Seeded =>
  seeded(seed * 1_000 + Number.parseInt(picture.name.slice(7), 10));

/**
 * Three who answer in turn. They agree on most; on the caterpillar that eats the rotten part of a leaf they do not, and
 * that is what the project is to learn from them. When the label is there they say it, save Manglu once: he still takes
 * two of them on one leaf for pests, and the export keeps that too.
 */
export const ANNOTATORS: readonly ScriptedAnnotator[] = [
  {
    name: "Manglu",
    answer: (picture, round) => {
      if (isHardToSee(picture)) return { kind: "cant_tell", reason: "too_small" };
      if (!isRotten(picture)) return truth(picture, handOf(1, picture));
      const label = round === 1 || divides(picture) ? PEST : ROTTEN_LEAF_EATER;
      return labelled(picture, label, handOf(1, picture));
    },
  },
  {
    name: "Nehma",
    answer: (picture, round) => {
      if (isHardToSee(picture)) return { kind: "cant_tell", reason: "too_small" };
      if (!isRotten(picture)) return truth(picture, handOf(2, picture));
      return round === 1 ? { kind: "none_fit" } : labelled(picture, ROTTEN_LEAF_EATER, handOf(2, picture));
    },
  },
  {
    name: "Budhni",
    answer: (picture, round) => {
      if (!isRotten(picture)) return truth(picture, handOf(3, picture));
      if (round > 1) return labelled(picture, ROTTEN_LEAF_EATER, handOf(3, picture));
      return divides(picture) ? truth(picture, handOf(3, picture)) : { kind: "none_fit" };
    },
  },
];
