import { type Seeded, seeded } from "../seeded.ts";
import {
  type Drawing,
  type Extent,
  extentOf,
  group,
  join,
  markup,
  num,
  type Place,
  type Point,
  placed,
} from "./drawing.ts";
import { barkGround } from "./grounds/bark.ts";
import { bites, rot } from "./grounds/decay.ts";
import { leafGround } from "./grounds/leaf.ts";
import { soilGround } from "./grounds/soil.ts";
import { type Size, vignette } from "./grounds/texture.ts";
import { ant } from "./insects/ant.ts";
import { bee } from "./insects/bee.ts";
import { BEETLES, beetle } from "./insects/beetle.ts";
import { caterpillar } from "./insects/caterpillar.ts";
import { ladybird } from "./insects/ladybird.ts";

export const INSECT_KINDS = ["beetle", "caterpillar", "bee", "ladybird", "ant"] as const;
export type InsectKind = (typeof INSECT_KINDS)[number];
export type Ground = "leaf" | "rotten-leaf" | "bark" | "soil";

/** What is really there: the answer that a person who looks well gives. */
export interface DrawnInsect {
  readonly kind: InsectKind;
  /** In pixels of the picture, whole insect with legs and feelers. */
  readonly box: Extent;
  readonly pest: boolean;
}

export interface DrawnPicture extends Size {
  /** `forest-07-caterpillar`: no ending, since the format is the rasteriser's. */
  readonly name: string;
  readonly ground: Ground;
  readonly svg: string;
  readonly insects: readonly DrawnInsect[];
}

interface Scene {
  readonly kind: InsectKind;
  readonly ground: Ground;
  readonly pest: boolean;
  readonly count: number;
}

/**
 * The scenes in turn. The caterpillar stands in two: on a fresh leaf it feeds and is a pest; on a rotten one it eats
 * what is dead and leaves the plant alone, which is what the people who live there know.
 */
const SCENES: readonly Scene[] = [
  { kind: "caterpillar", ground: "leaf", pest: true, count: 1 },
  { kind: "ladybird", ground: "leaf", pest: false, count: 1 },
  { kind: "beetle", ground: "bark", pest: true, count: 2 },
  { kind: "caterpillar", ground: "rotten-leaf", pest: false, count: 1 },
  { kind: "ant", ground: "soil", pest: false, count: 3 },
  { kind: "beetle", ground: "leaf", pest: true, count: 1 },
  { kind: "bee", ground: "leaf", pest: false, count: 1 },
  { kind: "beetle", ground: "soil", pest: false, count: 1 },
  { kind: "caterpillar", ground: "rotten-leaf", pest: false, count: 2 },
  { kind: "ant", ground: "bark", pest: false, count: 2 },
];

const SIZES: readonly Size[] = [
  { width: 960, height: 640 },
  { width: 640, height: 960 },
  { width: 800, height: 800 },
];

export const PICTURES = 40;

/** All pictures of the demonstration, or the first `count` of them; the same for the same seed. */
export const forestInsects = (count: number = PICTURES, seed = 2024): readonly DrawnPicture[] =>
  Array.from({ length: count }, (_, index) => drawPicture(index, seeded(seed * 1000 + index)));

const drawPicture = (index: number, random: Seeded): DrawnPicture => {
  const scene = SCENES[index % SCENES.length] ?? SCENES[0];
  const size = SIZES[index % SIZES.length] ?? SIZES[0];
  if (!scene || !size) throw new Error("there is no scene to draw");
  const places = placesOf(random, size, scene);
  const ground = drawGround(random, scene, size, places);
  const drawn = places.map((place, at) => placed(drawInsect(random, `i${at}`, scene), place));
  const shadow = shadowOf(size);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">` +
    join(ground, shadow, ...drawn.map((insect) => group(insect, { filter: "url(#shadow)" })), vignette("lens", size))
      .svg +
    "</svg>";
  return {
    ...size,
    name: `forest-${String(index + 1).padStart(2, "0")}-${scene.kind}`,
    ground: scene.ground,
    svg,
    insects: drawn.map((insect) => ({ kind: scene.kind, pest: scene.pest, box: inside(extentOf(insect), size) })),
  };
};

const drawInsect = (random: Seeded, name: string, { kind, ground }: Scene): Drawing => {
  switch (kind) {
    case "caterpillar":
      return caterpillar(random, name);
    case "ladybird":
      return ladybird(random, name);
    case "bee":
      return bee(random, name);
    case "ant":
      return ant(random, name);
    case "beetle":
      return beetle(random, name, ground === "bark" ? BEETLES.bark : ground === "soil" ? BEETLES.ground : BEETLES.leaf);
  }
};

const drawGround = (random: Seeded, { ground, pest }: Scene, size: Size, places: readonly Place[]): Drawing => {
  if (ground === "bark") return barkGround(random, "g", size);
  if (ground === "soil") return soilGround(random, "g", size);
  const leaf = leafGround(random, "g", size);
  if (ground === "rotten-leaf") {
    const others: readonly Point[] = [
      leaf.on(random.between(0.2, 0.35), 0.6),
      leaf.on(random.between(0.65, 0.8), -0.55),
    ];
    return join(leaf.drawing, rot(random, "g", size, leaf, { eaters: places, others }));
  }
  const [first] = places;
  return join(leaf.drawing, pest && first ? bites(random, leaf, first) : join());
};

/** Where each insect sits: apart from each other, whole inside the picture. */
const placesOf = (random: Seeded, size: Size, { count, kind }: Scene): readonly Place[] => {
  const short = Math.min(size.width, size.height);
  const scale = (short / 100) * random.between(0.34, 0.44) * (count > 1 ? 0.72 : 1) * (kind === "ladybird" ? 0.8 : 1);
  const margin = scale * 62;
  const places: Place[] = [];
  for (let attempt = 0; places.length < count && attempt < 400; attempt++) {
    const [x, y] = [random.between(margin, size.width - margin), random.between(margin, size.height - margin)];
    const place = { x, y, scale: scale * random.between(0.9, 1.08), degrees: random.between(-180, 180) };
    if (places.every((other) => Math.hypot(other.x - x, other.y - y) > scale * 116)) places.push(place);
  }
  return places;
};

/** Falls to the lower right, since light comes from the upper left in every picture. */
const shadowOf = ({ width, height }: Size): Drawing => {
  const by = Math.min(width, height) / 100;
  return markup(
    `<filter id="shadow" x="-30%" y="-30%" width="170%" height="170%" color-interpolation-filters="sRGB">` +
      `<feDropShadow dx="${num(by * 0.9)}" dy="${num(by * 1.3)}" stdDeviation="${num(by * 0.85)}" flood-color="#000000" flood-opacity="0.55"/></filter>`,
  );
};

/** The part of the box that lies in the picture, to whole hundredths. */
const inside = ({ x, y, width, height }: Extent, size: Size): Extent => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(size.width, x + width), Math.min(size.height, y + height)];
  const round = (value: number): number => Math.round(value * 100) / 100;
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) };
};
