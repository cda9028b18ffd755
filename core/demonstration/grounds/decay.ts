import type { Seeded } from "../../seeded.ts";
import { fill, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, group, join, type Place, type Point, stroke } from "../drawing.ts";
import type { Leaf } from "./leaf.ts";
import { blur, grain, type Size } from "./texture.ts";

/** An uneven round outline. */
const patch = (random: Seeded, middle: Point, radius: number, unevenness = 0.24): readonly Point[] =>
  Array.from({ length: 12 }, (_, step) => {
    const angle = (step / 12) * 2 * Math.PI;
    const reach = radius * random.between(1 - unevenness, 1 + unevenness);
    return at(middle.x + reach * Math.cos(angle), middle.y + reach * 0.86 * Math.sin(angle));
  });

/** The leaf rots where it is eaten and elsewhere: yellow, then brown, then holes with the veins still across. */
export const rot = (
  random: Seeded,
  name: string,
  size: Size,
  leaf: Leaf,
  { eaters, others }: { readonly eaters: readonly Point[]; readonly others: readonly Point[] },
): Drawing => {
  const places = [...eaters, ...others];
  const isLarge = (index: number): boolean => index < eaters.length;
  const reach = Math.min(size.width, size.height);
  const radii = places.map(
    (_, index) => reach * (isLarge(index) ? random.between(0.3, 0.37) : random.between(0.12, 0.18)),
  );
  const each = (draw: (middle: Point, radius: number) => Drawing): Drawing =>
    join(...places.map((middle, index) => draw(middle, radii[index] ?? 0)));
  const yellow = each((middle, radius) => ellipse(middle, radius * 1.6, radius * 1.45, fill(`${name}-bleed`)));
  const brown = each((middle, radius) => blob(patch(random, middle, radius, 0.2), fill(`${name}-rot`)));
  const holes = places.flatMap((middle, index) =>
    Array.from({ length: isLarge(index) ? 4 : 2 }, () => {
      const angle = random.between(0, 2 * Math.PI);
      const away = reach * (isLarge(index) ? random.between(0.2, 0.3) : random.between(0.02, 0.07));
      return hole(
        random,
        at(middle.x + away * Math.cos(angle), middle.y + away * Math.sin(angle)),
        reach * random.between(0.012, 0.034),
        "#3b2412",
      );
    }),
  );
  return join(
    rounded(
      `${name}-bleed`,
      [
        [0, "#b9a52f", 0.8],
        [0.68, "#b9a52f", 0.6],
        [1, "#b9a52f", 0],
      ],
      0.5,
      0.5,
      0.5,
    ),
    blur(`${name}-seep`, reach * 0.01, size),
    rounded(
      `${name}-rot`,
      [
        [0, "#4a2e17"],
        [0.55, "#6b4321"],
        [0.85, "#8a5a2b"],
        [1, "#9c7434", 0.75],
      ],
      0.5,
      0.5,
      0.56,
    ),
    group(
      join(
        yellow,
        group(brown, { opacity: 0.94, filter: `url(#${name}-seep)` }),
        grain(
          `${name}-mould`,
          size,
          {
            frequency: [0.06, 0.07],
            octaves: 3,
            seed: random.whole(1, 999),
            colour: [0.12, 0.07, 0.03],
            strength: 2.2,
            threshold: 0.5,
          },
          { opacity: 0.34 },
        ),
        ribs(random, leaf),
        ...holes,
      ),
      { "clip-path": `url(#${leaf.clip})` },
    ),
  );
};

/** Somebody ate here: scallops side by side in the green, with a pale edge, just ahead of the head that looks `degrees`. */
export const bites = (random: Seeded, leaf: Leaf, eater: Place): Drawing => {
  const heading = (eater.degrees * Math.PI) / 180;
  const from = at(
    eater.x + Math.sin(heading) * eater.scale * 62 - Math.cos(heading) * eater.scale * 10,
    eater.y - Math.cos(heading) * eater.scale * 62 - Math.sin(heading) * eater.scale * 10,
  );
  const scallops = Array.from({ length: random.whole(4, 6) }, (_, index) => {
    const angle = heading + random.between(-0.7, 0.4);
    const away = eater.scale * (4 + index * 6.4);
    const middle = at(from.x + Math.cos(angle) * away, from.y + Math.sin(angle) * away);
    return patch(random, middle, eater.scale * random.between(5, 7.5), 0.1);
  });
  const edges = scallops.map((outline) =>
    blob(outline, { fill: "none", stroke: "#cdd683", "stroke-width": eater.scale * 1.1 }),
  );
  const gaps = scallops.map((outline) => blob(outline, { fill: "#101a0d" }));
  return group(join(...edges, ...gaps), { "clip-path": `url(#${leaf.clip})` });
};

const hole = (random: Seeded, middle: Point, radius: number, rim: string): Drawing => {
  const outline = patch(random, middle, radius, 0.13);
  return join(
    blob(outline, { fill: "#0f160b", stroke: rim, "stroke-width": Math.max(1.6, radius * 0.16) }),
    blob(
      outline.map(({ x, y }) => at(x + radius * 0.1, y + radius * 0.14)),
      { fill: "#070a05", opacity: 0.65 },
    ),
  );
};

/** Veins outlast the blade. */
const ribs = (random: Seeded, leaf: Leaf): Drawing =>
  join(
    ...Array.from({ length: 26 }, (_, index) => {
      const share = 0.06 + index * 0.034;
      const side = index % 2 === 0 ? 1 : -1;
      const points = [leaf.on(share, 0), leaf.on(share + 0.05, side * 0.5), leaf.on(share + 0.13, side * 0.96)];
      return stroke(points, 1.7, { stroke: "#d2b878", opacity: random.between(0.18, 0.34) });
    }),
    stroke([leaf.on(0.02, 0), leaf.on(0.5, 0), leaf.on(0.98, 0)], 5, { stroke: "#c2a25c", opacity: 0.5 }),
  );
