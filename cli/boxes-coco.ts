import type { DrawnBox, DrawnItem } from "../core/consensus/shapes/fuse-boxes.ts";

/** A part of a COCO file that is passed on as it is, but that its id is known. */
export interface CocoEntry {
  readonly id: number;
}

/** A COCO file of several annotators' boxes: images and categories as they stand, and who drew what on which image. */
export interface CocoDrawings {
  readonly images: readonly CocoEntry[];
  readonly categories: readonly CocoEntry[];
  /** One an image, in the order of the images; labels are the ids of categories, as text. */
  readonly items: readonly DrawnItem[];
  readonly boxes: number;
}

/**
 * Reads COCO in which each annotation names who drew it in `ext.annotator`. Who is listed in an image's
 * `ext.annotators`, and drew nothing there, saw nothing there; without such a list nothing is known of those who drew
 * nothing.
 *
 * @param name what to call the file in what goes wrong
 * @throws Error that names the file, the annotation by its place and id, and the field
 */
export const cocoDrawings = (text: string, name: string): CocoDrawings => {
  const file = parsed(text, name);
  if (!isRecord(file)) throw new Error(`${name}: expected an object with images, categories and annotations`);
  const images = entries(file, "images", name);
  const categories = entries(file, "categories", name);
  const categoryIds = new Set(categories.map(({ id }) => id));
  const byImage = new Map(images.map((image) => [image.id, new Map<string, DrawnBox[]>()]));
  for (const image of images) {
    for (const annotator of listedOn(image, name)) byImage.get(image.id)?.set(annotator, []);
  }
  const annotations = listIn(file, "annotations", name);
  for (const [at, annotation] of annotations.entries()) {
    const { imageId, annotator, box } = drawingIn(annotation, nameOf(name, annotation, at), categoryIds);
    const drawn = byImage.get(imageId);
    if (!drawn) throw new Error(`${nameOf(name, annotation, at)}: image_id ${imageId} is not among the images`);
    const boxes = drawn.get(annotator);
    if (boxes) boxes.push(box);
    else drawn.set(annotator, [box]);
  }
  const items = images.map(({ id }) => ({
    itemId: String(id),
    drawings: [...(byImage.get(id) ?? [])].map(([annotator, boxes]) => ({ annotator, boxes })),
  }));
  return { images, categories, items, boxes: annotations.length };
};

const parsed = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listIn = (file: Readonly<Record<string, unknown>>, field: string, name: string): readonly unknown[] => {
  const list = file[field];
  if (!Array.isArray(list)) throw new Error(`${name}: ${field} is ${shown(list)}: expected a list`);
  return list;
};

const entries = (file: Readonly<Record<string, unknown>>, field: string, name: string): readonly CocoEntry[] => {
  const seen = new Set<number>();
  return listIn(file, field, name).map((entry, at) => {
    const id = isRecord(entry) ? entry["id"] : undefined;
    if (!isId(id)) throw new Error(`${name}: ${field}[${at}].id is ${shown(id)}: expected a whole number`);
    if (seen.has(id)) throw new Error(`${name}: ${field}[${at}].id is ${id}, which an earlier one has`);
    seen.add(id);
    return { ...(isRecord(entry) ? entry : {}), id };
  });
};

const listedOn = (image: CocoEntry & { readonly ext?: unknown }, name: string): readonly string[] => {
  const listed = isRecord(image.ext) ? image.ext["annotators"] : undefined;
  if (listed === undefined) return [];
  const named = Array.isArray(listed) ? listed.filter(isName).map(String) : [];
  if (!Array.isArray(listed) || named.length < listed.length)
    throw new Error(
      `${name}: the image with id ${image.id}: ext.annotators is ${shown(listed)}: expected a list of names`,
    );
  return named;
};

interface Drawing {
  readonly imageId: number;
  readonly annotator: string;
  readonly box: DrawnBox;
}

const drawingIn = (annotation: unknown, named: string, categories: ReadonlySet<number>): Drawing => {
  if (!isRecord(annotation)) throw new Error(`${named} is ${shown(annotation)}: expected an object`);
  const { image_id: imageId, category_id: category, bbox, ext } = annotation;
  const annotator = isRecord(ext) ? ext["annotator"] : undefined;
  if (!isName(annotator))
    throw new Error(`${named}: ext.annotator is ${shown(annotator)}: expected the name of who drew it`);
  if (!isId(imageId)) throw new Error(`${named}: image_id is ${shown(imageId)}: expected a whole number`);
  if (!isId(category) || !categories.has(category))
    throw new Error(`${named}: category_id is ${shown(category)}: expected the id of a category`);
  return { imageId, annotator: String(annotator), box: { label: String(category), ...sidesIn(bbox, named) } };
};

const sidesIn = (bbox: unknown, named: string): Omit<DrawnBox, "label"> => {
  const [x, y, width, height] = Array.isArray(bbox) && bbox.length === 4 ? bbox.map(lengthOf) : [];
  const isBox = x !== undefined && y !== undefined && width !== undefined && height !== undefined;
  if (!isBox || width < 0 || height < 0)
    throw new Error(`${named}: bbox is ${shown(bbox)}: expected [x, y, width, height] in pixels, no side below 0`);
  return { x, y, width, height };
};

const lengthOf = (side: unknown): number | undefined =>
  typeof side === "number" && Number.isFinite(side) ? side : undefined;
const isId = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);
const isName = (value: unknown): value is string | number =>
  (typeof value === "string" && value !== "") || typeof value === "number";

const nameOf = (name: string, annotation: unknown, at: number): string => {
  const id = isRecord(annotation) ? annotation["id"] : undefined;
  return `${name}: annotations[${at}]${id === undefined ? "" : ` (id ${shown(id)})`}`;
};

const shown = (value: unknown): string => {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
