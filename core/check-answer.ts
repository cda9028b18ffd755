import type { Answer, Box, Value } from "./annotation.ts";
import type { Media } from "./item.ts";
import type { Ontology } from "./ontology.ts";

/** What is wrong with an answer, for the person who must act: the field within the answer and what is allowed. */
export interface Misfit {
  readonly field: string;
  readonly value: string;
  readonly allowed: string;
  readonly message: string;
}

export type CheckedAnswer =
  | { readonly state: "fits"; readonly answer: Answer }
  | { readonly state: "misfit"; readonly misfit: Misfit };

/** A shape may lie outside the picture by so much, from rounding in a browser; it is brought to the edge. */
export const EDGE_TOLERANCE_PX = 0.5;

/**
 * Holds an answer to the ontology that it was asked by and to the item's media. The special kinds always fit. A part
 * that the tools ask for must be there (empty means "nothing of this is here"), one that they do not must not.
 */
export const checkAnswer = (answer: Answer, ontology: Ontology, media: Media): CheckedAnswer => {
  if (answer.kind !== "labelled") return { state: "fits", answer };
  const { value } = answer;
  const misfit = classesMisfit(value, ontology) ?? shapesMisfit(value, ontology, media);
  if (misfit) return { state: "misfit", misfit };
  if (!value.shapes || media.kind !== "image") return { state: "fits", answer };
  return { state: "fits", answer: { kind: "labelled", value: { ...value, shapes: value.shapes.map(inside(media)) } } };
};

const misfitOf = (field: string, value: unknown, allowed: string, message: string): Misfit => ({
  field: `answer.value.${field}`,
  value: (JSON.stringify(value) ?? "nothing").slice(0, 80),
  allowed: allowed.slice(0, 400),
  message,
});

const classesMisfit = ({ classes }: Value, { labels, tools }: Ontology): Misfit | undefined => {
  const one = tools.includes("class");
  if (!one && !tools.includes("classes")) {
    return classes && misfitOf("classes", classes, "no classes", "this project asks for no class");
  }
  if (!classes) return misfitOf("classes", classes, one ? "one label" : "labels", "the answer names no class");
  if (one && classes.length !== 1) return misfitOf("classes", classes, "exactly one label", "name exactly one class");
  if (new Set(classes).size !== classes.length)
    return misfitOf("classes", classes, "each label once", "a class is named twice");
  const ids = labels.map(({ id }) => id);
  const at = classes.findIndex((label) => !ids.includes(label));
  return at < 0 ? undefined : misfitOf(`classes.${at}`, classes[at], ids.join(", "), "no such label in the ontology");
};

const shapesMisfit = ({ shapes }: Value, { labels, tools }: Ontology, media: Media): Misfit | undefined => {
  if (!tools.includes("box")) {
    return shapes && misfitOf("shapes", shapes.length, "no shapes", "this project asks for no shapes");
  }
  if (!shapes) return misfitOf("shapes", shapes, "a list, empty if nothing is there", "the answer has no shapes");
  if (shapes.length === 0) return undefined;
  if (media.kind !== "image")
    return misfitOf("shapes", shapes.length, "no shapes", `boxes cannot be drawn on ${media.kind}`);
  if (new Set(shapes.map(({ id }) => id)).size !== shapes.length)
    return misfitOf("shapes", shapes.length, "each id once", "two shapes have the same id");
  const ids = new Set(labels.map(({ id }) => id));
  const strange = shapes.findIndex(({ label }) => !ids.has(label));
  if (strange >= 0)
    return misfitOf(`shapes.${strange}.label`, shapes[strange]?.label, [...ids].join(", "), "no such label");
  const outside = shapes.findIndex((box) => !liesInside(box, media));
  if (outside < 0) return undefined;
  const allowed = `inside 0,0 to ${media.width},${media.height}, width and height above 0`;
  return misfitOf(`shapes.${outside}`, shapes[outside], allowed, "the shape lies outside the picture");
};

type Picture = Pick<Extract<Media, { kind: "image" }>, "width" | "height">;

const liesInside = (box: Box, picture: Picture): boolean => {
  const { width, height } = inside(picture)(box);
  return (
    width > 0 &&
    height > 0 &&
    box.x >= -EDGE_TOLERANCE_PX &&
    box.y >= -EDGE_TOLERANCE_PX &&
    box.x + box.width <= picture.width + EDGE_TOLERANCE_PX &&
    box.y + box.height <= picture.height + EDGE_TOLERANCE_PX
  );
};

/** A box that already lies inside comes back as it is: recomputed sides would differ in the last digit. */
const inside =
  (picture: Picture) =>
  (box: Box): Box => {
    const right = box.x + box.width;
    const bottom = box.y + box.height;
    if (box.x >= 0 && box.y >= 0 && right <= picture.width && bottom <= picture.height) return box;
    const x = Math.max(0, box.x);
    const y = Math.max(0, box.y);
    const width = right > picture.width || x !== box.x ? Math.min(picture.width, right) - x : box.width;
    const height = bottom > picture.height || y !== box.y ? Math.min(picture.height, bottom) - y : box.height;
    return { ...box, x, y, width, height };
  };
