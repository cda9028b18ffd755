import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";
import { refuseTwice } from "./answers-of-one.ts";
import { checkInterval, type Interval } from "./interval.ts";

/** One class for a stretch of frames: of one annotator they do not overlap. */
export interface FrameClass extends Interval {
  readonly label: string;
}

/** Where an annotator gave no class she is not asked: only who marked every frame speaks about every frame. */
export interface FrameClassAnswer {
  readonly annotatorId: string;
  readonly frames: readonly FrameClass[];
}

/** What each annotator says between two boundaries of anybody. */
export interface FrameRows {
  /** In the order of their ids. */
  readonly annotators: readonly string[];
  /** In the order of their text. */
  readonly labels: readonly string[];
  /** Ascending; row k goes from `bounds[k]` to `bounds[k + 1]`. */
  readonly bounds: readonly number[];
  /** The number of her label, or -1: `row × annotators + annotator`. */
  readonly given: Int32Array;
}

/** One sweep over all boundaries. Refuses two answers of one annotator, and two classes of hers for one frame. */
export const frameRowsOf = (answers: readonly FrameClassAnswer[]): FrameRows => {
  const sorted = answers.toSorted((a, b) => byText(a.annotatorId, b.annotatorId));
  const annotators = sorted.map(({ annotatorId }) => annotatorId);
  refuseTwice(annotators);
  const inTime = sorted.map(({ annotatorId, frames }) => oneClassAtATime(annotatorId, frames));
  const all = inTime.flat();
  const labels = [...new Set(all.map(({ label }) => label))].sort(byText);
  const bounds = [...new Set(all.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  const numbers = new Map(labels.map((label, at) => [label, at]));
  const given = new Int32Array(Math.max(0, bounds.length - 1) * annotators.length).fill(-1);
  inTime.forEach((frames, who) => {
    let row = 0;
    for (const { startMs, endMs, label } of frames) {
      while (bounds[row]! < startMs) row += 1;
      for (; bounds[row]! < endMs; row += 1) given[row * annotators.length + who] = numbers.get(label) ?? -1;
    }
  });
  return { annotators, labels, bounds, given };
};

const oneClassAtATime = (annotatorId: string, frames: readonly FrameClass[]): readonly FrameClass[] => {
  for (const frame of frames) checkInterval(frame, "frame class");
  const inOrder = frames.filter(({ startMs, endMs }) => endMs > startMs).sort((a, b) => a.startMs - b.startMs);
  const clash = inOrder.find((frame, at) => at > 0 && inOrder[at - 1]!.endMs > frame.startMs);
  if (!clash) return inOrder;
  throw refuse("bad-request", "an annotator gives a frame two classes", {
    value: `${annotatorId} at ${clash.startMs}`,
    allowed: "one class for each frame",
  });
};
