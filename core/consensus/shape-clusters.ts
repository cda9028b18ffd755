import type { Box } from "../annotation.ts";
import type { AnnotatorId, LabelId } from "../ids.ts";
import type { LabelledAnswer } from "./labelled.ts";
import { type Candidate, matchBoxes, OVERLAP_GATE } from "./shape-matching.ts";
import { bySides, meanOf, overlapOf, type SideBox, toSides } from "./side-box.ts";
import { byText } from "./tally.ts";

/** One person's box for one thing. */
export interface Member {
  readonly annotatorId: AnnotatorId;
  readonly shape: Box;
  readonly sides: SideBox;
}

/** Boxes of different annotators that mean the same thing: at most one of each annotator. */
export interface Cluster extends Candidate {
  readonly members: readonly Member[];
}

/**
 * Groups the boxes of several annotators. One annotator after the other is matched with the clusters so far; then
 * clusters that share nobody and still overlap are joined, since a first pair that fit badly may have parted what
 * belongs together. Annotators are taken in an order of what they drew (most boxes first), so that the order in which
 * they answered has no part in it.
 */
export const clusterBoxes = (answers: readonly LabelledAnswer[]): readonly Cluster[] => {
  let clusters: readonly Cluster[] = [];
  for (const drawn of inOrderOfContent(answers)) clusters = addAnnotator(clusters, drawn);
  return joinApart(clusters).toSorted((a, b) => bySides(a.sides, b.sides));
};

const inOrderOfContent = (answers: readonly LabelledAnswer[]): readonly (readonly Member[])[] =>
  answers
    .map(({ annotatorId, value }) => {
      const members = (value.shapes ?? [])
        .map((shape) => ({ annotatorId, shape, sides: toSides(shape) }))
        .sort((a, b) => bySides(a.sides, b.sides) || byText(a.shape.label, b.shape.label));
      const content = JSON.stringify(members.map(({ shape, sides }) => [sides, shape.label]));
      return { annotatorId, members, content };
    })
    .sort(
      (a, b) =>
        b.members.length - a.members.length || byText(a.content, b.content) || byText(a.annotatorId, b.annotatorId),
    )
    .map(({ members }) => members);

const addAnnotator = (clusters: readonly Cluster[], drawn: readonly Member[]): readonly Cluster[] => {
  const singles = drawn.map((member) => clusterOf([member]));
  const pairs = matchBoxes(clusters, singles);
  const joined = new Map(pairs.map(({ row, column }) => [row, drawn[column]]));
  const taken = new Set(pairs.map(({ column }) => column));
  const grown = clusters.map((cluster, row) => {
    const member = joined.get(row);
    return member ? clusterOf([...cluster.members, member]) : cluster;
  });
  return [...grown, ...singles.filter((_, column) => !taken.has(column))];
};

/** Joins the closest first, and looks again until nothing more joins: a joined cluster has a new mean. */
const joinApart = (clusters: readonly Cluster[]): readonly Cluster[] => {
  const gone = new Set<Cluster>();
  const joined: Cluster[] = [];
  for (const { a, b } of pairsApart(clusters)) {
    if (gone.has(a) || gone.has(b)) continue;
    gone.add(a).add(b);
    joined.push(clusterOf([...a.members, ...b.members]));
  }
  if (joined.length === 0) return clusters;
  return joinApart([...clusters.filter((cluster) => !gone.has(cluster)), ...joined]);
};

const pairsApart = (clusters: readonly Cluster[]) => {
  const fromLeft = clusters.toSorted((a, b) => a.sides.left - b.sides.left || bySides(a.sides, b.sides));
  const pairs: { readonly a: Cluster; readonly b: Cluster; readonly overlap: number }[] = [];
  fromLeft.forEach((a, at) => {
    for (let next = at + 1; next < fromLeft.length; next++) {
      const b = fromLeft[next]!;
      if (b.sides.left >= a.sides.right) break;
      const overlap = overlapOf(a.sides, b.sides);
      if (overlap >= OVERLAP_GATE && !shareAnnotator(a, b)) pairs.push({ a, b, overlap });
    }
  });
  // The sort is stable: of equal overlaps the leftmost come first.
  return pairs.sort((one, other) => other.overlap - one.overlap);
};

const shareAnnotator = (a: Cluster, b: Cluster): boolean =>
  a.members.some(({ annotatorId }) => b.members.some((other) => other.annotatorId === annotatorId));

const clusterOf = (members: readonly Member[]): Cluster => {
  const labels = new Map<LabelId, number>();
  for (const { shape } of members) labels.set(shape.label, (labels.get(shape.label) ?? 0) + 1);
  return { members, sides: meanOf(members.map(({ sides }) => sides)), labels };
};
