import type { FusedBox } from "../core/consensus/shapes/fuse-boxes.ts";
import type { CocoEntry } from "./boxes-coco.ts";

/** An image's fused boxes, those that were dropped not among them. */
export interface FusedImage {
  readonly imageId: number;
  readonly boxes: readonly FusedBox[];
}

/**
 * COCO in lines: images and categories as they came, annotations numbered from 1, as pycocotools needs. `score` is the
 * probability that the thing is there and is called so; `ext` says who drew it and what is in doubt.
 */
export function* cocoLines(
  images: readonly CocoEntry[],
  categories: readonly CocoEntry[],
  fused: readonly FusedImage[],
): Generator<string> {
  yield `{"categories":${JSON.stringify(categories)},\n"images":[\n`;
  yield* separated(images);
  yield '\n],\n"annotations":[\n';
  yield* separated(annotationsOf(fused));
  yield "\n]}\n";
}

function* separated(entries: Iterable<object>): Generator<string> {
  let before = "";
  for (const entry of entries) {
    yield `${before}${JSON.stringify(entry)}`;
    before = ",\n";
  }
}

function* annotationsOf(fused: readonly FusedImage[]): Generator<object> {
  let id = 0;
  for (const { imageId, boxes } of fused) {
    for (const box of boxes) {
      id += 1;
      yield {
        id,
        image_id: imageId,
        ...placeOf(box),
        score: rounded(box.existence * box.labelConfidence),
        ext: extOf(box),
      };
    }
  }
}

const placeOf = ({ label, x, y, width, height }: FusedBox) => {
  const [left, top, right, bottom] = [rounded(x), rounded(y), rounded(x + width), rounded(y + height)];
  return {
    category_id: Number(label),
    bbox: [left, top, rounded(width), rounded(height)],
    area: rounded(width * height),
    iscrowd: 0,
    // Never an empty list, which pycocotools fails on: the box as a polygon.
    segmentation: [[left, top, left, bottom, right, bottom, right, top]],
  };
};

const extOf = ({ annotators, existence, verdict, labelConfidence, labels, spatialAgreement, doubts }: FusedBox) => ({
  support: annotators.length,
  annotators,
  verdict,
  existence: rounded(existence),
  label_confidence: rounded(labelConfidence),
  labels: labels.map(({ label, share }) => ({ category_id: Number(label), share: rounded(share) })),
  spatial_agreement: spatialAgreement === null ? null : rounded(spatialAgreement),
  doubts,
});

/** A millionth, of a pixel or of a probability: what is beyond it is rounding. */
const rounded = (figure: number): number => Math.round(figure * 1e6) / 1e6;
