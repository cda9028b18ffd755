import type { Shape } from "../annotation.ts";
import { assert } from "../assert.ts";
import { inPixels, toSides } from "../consensus/side-box.ts";
import type { LabelId } from "../ids.ts";
import { inLanguage, type Localized } from "../localized.ts";
import type { Label, RetiredLabel, Tool } from "../ontology.ts";
import { type BundleContext, dayOf, type ExportedItem } from "./exported-item.ts";
import { inOrderOfLanguage, inOrderOfNumber, stillNamed } from "./label-map.ts";

/**
 * COCO, in pieces that shards can write apart: an image or an annotation without its id, which `numberImage` and
 * `numberAnnotation` add when the pieces are joined. Ids start at 1: pycocotools takes a ground truth of id 0 for a miss.
 *
 * An image stands here only if its item is agreed, for an image without annotations means "nothing there" to whoever
 * trains on it.
 */
export interface CocoPieces {
  readonly image: string;
  readonly annotations: readonly string[];
}

/** What one item adds; undefined when it is not an agreed image. */
export const cocoPieces = (
  item: ExportedItem,
  context: Pick<BundleContext, "labels" | "retired"> & { readonly tools: readonly Tool[] },
): CocoPieces | undefined => {
  const { outcome, media } = item;
  if (outcome.state !== "agreed" || media?.kind !== "image") return undefined;
  const { classes = [], shapes = [] } = outcome.value;
  const settled = item.reviewed ? { reviewed: true } : { agreement: outcome.agreement ?? null };
  const image = {
    width: media.width,
    height: media.height,
    file_name: item.name,
    ext: {
      item: item.itemId,
      sha256: item.sha256,
      exif_orientation: media.orientation,
      ...settled,
      ...(item.extra && { extra: item.extra }),
      ...(outcome.value.classes && { classes: [...classes].sort() }),
    },
  };
  const numberOf = (label: LabelId): number => categoryNumber([...context.labels, ...context.retired], label);
  const annotations = drawsShapes(context.tools)
    ? shapes.map((shape, at) => ({
        ...boxFields(shape, numberOf(shape.label)),
        ext: { answers_behind: outcome.behind?.[at]?.answers ?? null, ...settled },
      }))
    : [...classes].sort().map((label) => ({ category_id: numberOf(label), ext: settled }));
  return { image: bodyOf(image), annotations: annotations.map(bodyOf) };
};

/** Whether annotations are drawn objects. Else they are image-level labels, and have no `bbox`. */
export const drawsShapes = (tools: readonly Tool[]): boolean => tools.includes("box");

export const numberImage = (image: string, id: number): string => `{"id":${id},${image}`;
export const numberAnnotation = (annotation: string, id: number, imageId: number): string =>
  `{"id":${id},"image_id":${imageId},${annotation}`;

/** The object without its opening brace, so that an id can be put first. */
const bodyOf = (piece: object): string => JSON.stringify(piece).slice(1);

const categoryNumber = (labels: readonly Label[], id: LabelId): number => {
  const number = labels.find((label) => label.id === id)?.number;
  assert(number !== undefined, `label ${id} is in the ontology`);
  return number;
};

const boxFields = (shape: Shape, categoryId: number) => {
  const sides = toSides(shape);
  const [left, top, right, bottom] = [sides.left, sides.top, sides.right, sides.bottom].map(inPixels);
  const width = inPixels(sides.right - sides.left);
  const height = inPixels(sides.bottom - sides.top);
  return {
    category_id: categoryId,
    bbox: [left, top, width, height],
    area: Math.round(width * height * 1e6) / 1e6,
    iscrowd: 0,
    // Never an empty list, which pycocotools fails on: the box as a polygon.
    segmentation: [[left, top, left, bottom, right, bottom, right, top]],
  };
};

/** What stands before the first image. `retired`: labels that nobody is asked for any more. */
export interface CocoHeader {
  readonly title: Localized;
  readonly askedBy: string;
  readonly asOfMs: number;
  readonly ontologyVersion: number;
  readonly labels: readonly Label[];
  readonly retired: readonly RetiredLabel[];
}

/** Everything before the first image: ends where the images begin. */
export const cocoOpening = ({ title, askedBy, asOfMs, ontologyVersion, labels, retired }: CocoHeader): string => {
  const info = {
    year: Number(dayOf(asOfMs).slice(0, 4)),
    version: `ontology ${ontologyVersion}`,
    description: inLanguage(title, "en"),
    contributor: askedBy,
    url: "",
    date_created: dayOf(asOfMs),
    ext: {
      as_of: new Date(asOfMs).toISOString(),
      coordinates: "pixels of the upright image, after its EXIF orientation is applied",
    },
  };
  const retirements = new Map(retired.map(({ id, retirement }) => [id, retirement.by]));
  const categories = inOrderOfNumber([...labels, ...stillNamed(retired)]).map(({ id, number, names, parent }) => ({
    id: number,
    name: id,
    supercategory: parent ?? "",
    ext: { names: inOrderOfLanguage(names), ...(retirements.has(id) && { retired_by: retirements.get(id) }) },
  }));
  return `{"info":${JSON.stringify(info)},\n"licenses":[],\n"categories":${JSON.stringify(categories)},\n"images":[\n`;
};
export const cocoBetween = '\n],\n"annotations":[\n';
export const cocoClosing = "\n]}\n";
