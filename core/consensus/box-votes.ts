import type { Box, Shape } from "../annotation.ts";
import type { AnnotatorId, LabelId } from "../ids.ts";
import type { LabelledAnswer, PartResult } from "./labelled.ts";
import type { Doubt } from "./result.ts";
import { BOX_PLACES } from "./shapes/box-places.ts";
import { type Cluster, clusterShapes } from "./shapes/cluster-shapes.ts";
import { bySides, fromSides, type SideBox, toSides } from "./side-box.ts";
import { isMajority, leadersOf } from "./tally.ts";

export interface ShapesPart {
  readonly shapes: readonly {
    readonly shape: Shape;
    readonly annotators: readonly AnnotatorId[];
    readonly holds: boolean;
  }[];
}

/**
 * Tool `box`: each cluster of boxes is a vote of its own. A box holds when more than half of all annotators drew it
 * with the same label; it is dropped when more than half gave an answer without it; else it is in doubt. Its sides are
 * the means of theirs. Nobody drew anything: the answer is "no boxes", and it holds.
 */
export const voteBoxes = (answers: readonly LabelledAnswer[], annotators: number): PartResult<ShapesPart, Doubt> => {
  const votes = clustersOf(answers).map((cluster) => verdictOn(cluster, answers.length, annotators));
  const shown = votes.filter(({ verdict }) => verdict !== "dropped");
  const shapes = shown.map(({ box, members, verdict }, at) => ({
    shape: { ...box, id: `s${at + 1}` },
    annotators: members,
    holds: verdict === "holds",
  }));
  return {
    part: { shapes },
    backing: votes.map(({ backing }) => backing),
    doubts: shapes.filter(({ holds }) => !holds).map(({ shape }) => ({ about: "shape", shapeId: shape.id })),
  };
};

const clustersOf = (answers: readonly LabelledAnswer[]): readonly BoxCluster[] => {
  const drawings = answers.map(({ annotatorId, value }) => ({
    annotator: annotatorId,
    shapes: (value.shapes ?? []).map((box) => ({ label: box.label, shape: toSides(box) })),
  }));
  return clusterShapes(drawings, BOX_PLACES).toSorted((a, b) => bySides(a.place, b.place));
};

type BoxCluster = Cluster<SideBox, SideBox, AnnotatorId, LabelId>;

interface Verdict {
  readonly verdict: "holds" | "dropped" | "doubtful";
  /** Annotators behind what was decided, or behind the larger side of a doubt. */
  readonly backing: number;
  readonly box: Omit<Box, "id">;
  readonly members: readonly AnnotatorId[];
}

const verdictOn = (cluster: BoxCluster, labelled: number, annotators: number): Verdict => {
  const [label] = leadersOf(cluster.labels);
  if (!label) throw new Error("a cluster has at least one box");
  const sameLabel = cluster.labels.get(label) ?? 0;
  const without = labelled - cluster.members.length;
  const box = { type: "box", label, ...fromSides(cluster.place) } as const;
  const members = cluster.members.map(({ annotator }) => annotator).sort();
  if (isMajority(sameLabel, annotators)) return { verdict: "holds", backing: sameLabel, box, members };
  if (isMajority(without, annotators)) return { verdict: "dropped", backing: without, box, members };
  return { verdict: "doubtful", backing: Math.max(sameLabel, without), box, members };
};
