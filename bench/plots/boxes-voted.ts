import { readFileSync } from "node:fs";
import { BOX_PLACES } from "../../core/consensus/shapes/box-places.ts";
import { clusterShapes } from "../../core/consensus/shapes/cluster-shapes.ts";
import { overlapOf, type SideBox, toSides } from "../../core/consensus/side-box.ts";
import { isMajority } from "../../core/consensus/tally.ts";
import { type Seeded, seeded } from "../../core/seeded.ts";
import { crowdFile } from "../../test/support/crowd-sets.ts";
import { mean } from "./methods-measured.ts";

export const BOX_GATES = [0.3, 0.5] as const;
const ANNOTATORS = [3, 5, 9] as const;
const SEED = 1979;
/** A fused box that overlaps a true one by so much has found it. */
const FOUND = 0.5;

/** What voting on boxes came to on VOC-MIX. */
export interface VotedBoxes {
  readonly annotators: number;
  readonly gate: number;
  /** Share of the true boxes that a fused one overlaps by half. */
  readonly found: number;
  /** Mean overlap of true boxes with the nearest fused one; 0 where there is none. */
  readonly overlap: number;
}

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly Listed[];
}

interface Listed {
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox: readonly number[];
  /** Four numbers for each of up to 25 simulated annotators. */
  readonly raw_bbox?: readonly number[];
}

interface Picture {
  readonly truths: readonly SideBox[];
  readonly things: readonly { readonly label: string; readonly boxes: readonly SideBox[] }[];
}

/** The vote of the running product at two gates, for several numbers of annotators. */
export const votedBoxes = (): readonly VotedBoxes[] => {
  const pictures = picturesOfVocmix();
  return ANNOTATORS.flatMap((annotators) =>
    BOX_GATES.map((gate) => {
      const luck = seeded(SEED);
      const best = pictures.flatMap((picture) => bestOverlaps(picture, annotators, gate, luck));
      return { annotators, gate, found: mean(best.map((one) => (one >= FOUND ? 1 : 0))), overlap: mean(best) };
    }),
  );
};

const boxesIn = (numbers: readonly number[]): readonly SideBox[] =>
  Array.from({ length: numbers.length / 4 }, (_, at) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.slice(4 * at, 4 * at + 4);
    return toSides({ x, y, width, height });
  });

const picturesOfVocmix = (): readonly Picture[] => {
  const read = (file: string): Coco => JSON.parse(readFileSync(crowdFile("vocmix_boxes", file), "utf8"));
  const [crowd, clean] = [read("instances_test2017.json"), read("instances_val2017.json")];
  const byName = ({ images, annotations }: Coco): ReadonlyMap<string, readonly Listed[]> => {
    const names = new Map(images.map(({ id, file_name }) => [id, file_name]));
    return Map.groupBy(annotations, ({ image_id }) => names.get(image_id) ?? "");
  };
  const truths = byName(clean);
  // Who drew a thing that few drew is not told, so it is left out: of the others everybody drawn has a box.
  const most = Math.max(...ANNOTATORS);
  return [...byName(crowd)].map(([name, listed]) => ({
    truths: (truths.get(name) ?? []).flatMap(({ bbox }) => boxesIn(bbox)),
    things: listed
      .map(({ category_id, raw_bbox = [] }) => ({ label: String(category_id), boxes: boxesIn(raw_bbox) }))
      .filter(({ boxes }) => boxes.length >= most),
  }));
};

/** By true box, its overlap with the nearest box that more than half agree on. */
const bestOverlaps = ({ truths, things }: Picture, annotators: number, gate: number, luck: Seeded): number[] => {
  const shown = things.map(({ label, boxes }) => {
    const left = [...boxes];
    const drawn = Array.from({ length: annotators }, () => left.splice(luck.whole(0, left.length - 1), 1)).flat();
    return { label, drawn };
  });
  const drawings = Array.from({ length: annotators }, (_, who) => ({
    annotator: `annotator-${who}`,
    shapes: shown.flatMap(({ label, drawn }) => drawn.slice(who, who + 1).map((shape) => ({ label, shape }))),
  }));
  const kind = { ...BOX_PLACES, overlapOf: gated(gate) };
  const kept = clusterShapes(drawings, kind).filter(({ members }) => isMajority(members.length, annotators));
  return truths.map((truth) => Math.max(0, ...kept.map(({ place }) => overlapOf(place, truth))));
};

const gated =
  (gate: number) =>
  (a: SideBox, b: SideBox): number => {
    const overlap = overlapOf(a, b);
    return overlap >= gate ? overlap : 0;
  };
