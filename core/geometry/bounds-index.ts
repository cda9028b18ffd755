import { type Bounds, boundsTouch, joinBounds } from "./bounds.ts";

/** Bounds packed so that those near a place are found without looking at the others. */
export interface BoundsIndex {
  /** Positions of all bounds that touch the given ones, ascending. */
  readonly touching: (place: Bounds) => readonly number[];
}

interface Leaf {
  readonly bounds: Bounds;
  readonly at: number;
}

interface Branch {
  readonly bounds: Bounds;
  readonly children: readonly Node[];
}

type Node = Leaf | Branch;

const PER_NODE = 16;

/**
 * A packed R-tree, filled by sort-tile-recursive (Leutenegger, Lopez and Edgington 1997): built in n log n, asked in
 * about log n and the number found, for any mixture of sizes. Bounds of nothing are never found.
 */
export const indexBounds = (all: readonly Bounds[]): BoundsIndex => {
  let level: readonly Node[] = all.map((bounds, at) => ({ bounds, at }));
  while (level.length > 1) level = packLevel(level);
  const [root] = level;
  return {
    touching: (place) => {
      const found: number[] = [];
      if (root) collect(root, place, found);
      return found.sort((a, b) => a - b);
    },
  };
};

const packLevel = (nodes: readonly Node[]): readonly Node[] => {
  const slices = Math.ceil(Math.sqrt(Math.ceil(nodes.length / PER_NODE)));
  const perSlice = Math.ceil(nodes.length / slices);
  const acrossX = nodes.toSorted((a, b) => twiceMidX(a.bounds) - twiceMidX(b.bounds));
  const packed: Node[] = [];
  for (let from = 0; from < acrossX.length; from += perSlice) {
    const slice = acrossX.slice(from, from + perSlice).sort((a, b) => twiceMidY(a.bounds) - twiceMidY(b.bounds));
    for (let start = 0; start < slice.length; start += PER_NODE) {
      const children = slice.slice(start, start + PER_NODE);
      packed.push({ bounds: joinBounds(children.map(({ bounds }) => bounds)), children });
    }
  }
  return packed;
};

// Infinities of opposite sign would sum to NaN: what is nowhere sorts to the front.
const twiceMidX = ({ left, right }: Bounds): number => (left > right ? -Number.MAX_VALUE : left + right);
const twiceMidY = ({ top, bottom }: Bounds): number => (top > bottom ? -Number.MAX_VALUE : top + bottom);

const collect = (node: Node, place: Bounds, found: number[]): void => {
  if (!boundsTouch(node.bounds, place)) return;
  if ("at" in node) found.push(node.at);
  else for (const child of node.children) collect(child, place, found);
};
