import { indexBounds } from "../../geometry/bounds-index.ts";
import { byText } from "../tally.ts";
import { matchPlaces, OVERLAP_GATE } from "./match-places.ts";
import type { Candidate, Drawing, Drawn, PlaceKind } from "./place.ts";

/** Shapes of different annotators that mean the same thing: at most one of each annotator, at least one in all. */
export interface Cluster<Shape, Place, Annotator extends string = string, Label extends string = string>
  extends Candidate<Place, Label> {
  readonly members: readonly Drawn<Shape, Annotator, Label>[];
}

/**
 * Groups the shapes of several annotators. One annotator after the other is matched with the clusters so far; then
 * clusters that share nobody and still overlap are joined, since a first pair that fit badly may have parted what
 * belongs together. Annotators are taken in an order of what they drew (most shapes first, then by where they lie), so
 * that the order in which they answered has no part in it. Clusters come in the order of their first members.
 */
export const clusterShapes = <Shape, Place, Annotator extends string, Label extends string>(
  drawings: readonly Drawing<Shape, Annotator, Label>[],
  kind: PlaceKind<Shape, Place>,
): readonly Cluster<Shape, Place, Annotator, Label>[] => {
  let clusters: readonly Cluster<Shape, Place, Annotator, Label>[] = [];
  for (const drawn of inOrderOfContent(drawings, kind)) clusters = addAnnotator(clusters, drawn, kind);
  let joined = joinApart(clusters, kind);
  while (joined.length < clusters.length) {
    clusters = joined;
    joined = joinApart(clusters, kind);
  }
  return joined;
};

const inOrderOfContent = <Shape, Annotator extends string, Label extends string>(
  drawings: readonly Drawing<Shape, Annotator, Label>[],
  { compare }: Pick<PlaceKind<Shape, never>, "compare">,
): readonly (readonly Drawn<Shape, Annotator, Label>[])[] =>
  drawings
    .map(({ annotator, shapes }) => ({
      annotator,
      members: shapes
        .map((drawn) => ({ annotator, ...drawn }))
        .sort((a, b) => compare(a.shape, b.shape) || byText(a.label, b.label)),
    }))
    .sort((a, b) => {
      if (a.members.length !== b.members.length) return b.members.length - a.members.length;
      for (const [at, { shape }] of a.members.entries()) {
        const order = compare(shape, b.members[at]!.shape);
        if (order !== 0) return order;
      }
      return byText(a.annotator, b.annotator);
    })
    .map(({ members }) => members);

const addAnnotator = <Shape, Place, Annotator extends string, Label extends string>(
  clusters: readonly Cluster<Shape, Place, Annotator, Label>[],
  drawn: readonly Drawn<Shape, Annotator, Label>[],
  kind: PlaceKind<Shape, Place>,
): readonly Cluster<Shape, Place, Annotator, Label>[] => {
  const singles = drawn.map((member) => clusterOf([member], kind));
  const pairs = matchPlaces(clusters, singles, kind);
  const joined = new Map(pairs.map(({ row, column }) => [row, drawn[column]]));
  const taken = new Set(pairs.map(({ column }) => column));
  const grown = clusters.map((cluster, row) => {
    const member = joined.get(row);
    return member ? clusterOf([...cluster.members, member], kind) : cluster;
  });
  return [...grown, ...singles.filter((_, column) => !taken.has(column))];
};

/** Joins the closest first. To be done again until nothing more joins: a joined cluster lies elsewhere. */
const joinApart = <Shape, Place, Annotator extends string, Label extends string>(
  clusters: readonly Cluster<Shape, Place, Annotator, Label>[],
  kind: PlaceKind<Shape, Place>,
): readonly Cluster<Shape, Place, Annotator, Label>[] => {
  const gone = new Set<Cluster<Shape, Place, Annotator, Label>>();
  const joined: Cluster<Shape, Place, Annotator, Label>[] = [];
  for (const { a, b } of pairsApart(clusters, kind)) {
    if (gone.has(a) || gone.has(b)) continue;
    gone.add(a).add(b);
    joined.push(clusterOf([...a.members, ...b.members], kind));
  }
  if (joined.length === 0) return clusters;
  return [...clusters.filter((cluster) => !gone.has(cluster)), ...joined];
};

const pairsApart = <Shape, Place, Annotator extends string, Label extends string>(
  clusters: readonly Cluster<Shape, Place, Annotator, Label>[],
  { boundsOf, overlapOf }: PlaceKind<Shape, Place>,
) => {
  const index = indexBounds(clusters.map(({ place }) => boundsOf(place)));
  const annotators = clusters.map(({ members }) => new Set(members.map(({ annotator }) => annotator)));
  const pairs: {
    a: Cluster<Shape, Place, Annotator, Label>;
    b: Cluster<Shape, Place, Annotator, Label>;
    overlap: number;
  }[] = [];
  clusters.forEach((a, at) => {
    for (const other of index.touching(boundsOf(a.place))) {
      const b = clusters[other]!;
      if (other <= at || b.members.some(({ annotator }) => annotators[at]!.has(annotator))) continue;
      const overlap = overlapOf(a.place, b.place);
      if (overlap >= OVERLAP_GATE) pairs.push({ a, b, overlap });
    }
  });
  // The sort is stable: of equal overlaps the first clusters come first.
  return pairs.sort((one, other) => other.overlap - one.overlap);
};

const clusterOf = <Shape, Place, Annotator extends string, Label extends string>(
  members: readonly Drawn<Shape, Annotator, Label>[],
  { placeOf }: PlaceKind<Shape, Place>,
): Cluster<Shape, Place, Annotator, Label> => {
  const labels = new Map<Label, number>();
  for (const { label } of members) labels.set(label, (labels.get(label) ?? 0) + 1);
  return { members, place: placeOf(members.map(({ shape }) => shape)), labels };
};
