import type { Path } from "./track.ts";
import { overlapsAmong } from "./track-overlap.ts";

/** A path and whose it is: the number of an annotator. */
export interface OwnedPath {
  readonly owner: number;
  readonly path: Path;
}

/** Numbers of paths that mean the same thing: at most one of each annotator. */
export type Group = readonly number[];

export interface Link {
  /** The number of a group. */
  readonly to: number;
  /** Mean overlap over all pairs of members, 0 to 1. */
  readonly overlap: number;
  /** The same with what a shared label adds: for competing places. */
  readonly worth: number;
}

/** Two paths: `to` is the number of the other. */
export interface PathLink extends Link {
  /** The integral of their IoU over time, in milliseconds. */
  readonly sharedMs: number;
}

/** Where places compete, the same label is worth this much overlap. */
const SAME_LABEL = 0.1;

/** How much paths of different annotators overlap, by path: only those that do. */
export const linksAmong = (all: readonly OwnedPath[]): readonly (readonly PathLink[])[] => {
  const paths = all.map(({ path }) => path);
  const links = all.map((): PathLink[] => []);
  for (const { a, b, overlap, sharedMs } of overlapsAmong(
    paths,
    (one, other) => all[one]!.owner !== all[other]!.owner,
  )) {
    const worth = overlap + (paths[a]!.label === paths[b]!.label ? SAME_LABEL : 0);
    links[a]!.push({ to: b, overlap, worth, sharedMs });
    links[b]!.push({ to: a, overlap, worth, sharedMs });
  }
  return links;
};

/** The mean links of members to groups that they overlap with at all; `groupOf` gives a path's group, or -1. */
export const linksToGroups = (
  members: Group,
  links: readonly (readonly Link[])[],
  groups: readonly Group[],
  groupOf: Int32Array,
): readonly Link[] => {
  const sums = new Map<number, { overlap: number; worth: number }>();
  for (const member of members) {
    for (const { to, overlap, worth } of links[member]!) {
      const group = groupOf[to]!;
      if (group < 0) continue;
      const sum = sums.get(group) ?? { overlap: 0, worth: 0 };
      sums.set(group, sum);
      sum.overlap += overlap;
      sum.worth += worth;
    }
  }
  return [...sums].map(([to, { overlap, worth }]) => {
    const pairs = members.length * groups[to]!.length;
    return { to, overlap: overlap / pairs, worth: worth / pairs };
  });
};
