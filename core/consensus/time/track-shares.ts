import { type Interval, lengthOf, sharedMs } from "./interval.ts";
import type { Path } from "./track.ts";

/** A part of a path, in which it is in the picture. */
export interface Part extends Interval {
  readonly path: Path;
}

/** What one annotator shows of a thing: parts of one track of hers or of several, in order, none over another. */
export interface Share {
  readonly owner: number;
  readonly parts: readonly Part[];
}

/** The time of a path that is within an interval. */
export const partsWithin = (path: Path, { startMs, endMs }: Interval): readonly Part[] =>
  path.presence.flatMap((shown) => {
    if (sharedMs(shown, { startMs, endMs }) === 0) return [];
    return [{ path, startMs: Math.max(shown.startMs, startMs), endMs: Math.min(shown.endMs, endMs) }];
  });

/** Where two tracks of one annotator are with one thing at a time, the one that is longer with it counts. */
export const oneAtATime = (owner: number, parts: readonly Part[]): Share => {
  const longest = [...Map.groupBy(parts, ({ path }) => path).values()].sort((a, b) => heldBy(b) - heldBy(a));
  const taken: Part[] = [];
  for (const ofPath of longest) taken.push(...ofPath.flatMap((part) => without(part, taken)));
  return { owner, parts: taken.sort((a, b) => a.startMs - b.startMs) };
};

const heldBy = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + lengthOf(part), 0);

const without = (part: Part, taken: readonly Part[]): readonly Part[] =>
  taken.reduce<readonly Part[]>(
    (left, other) =>
      left.flatMap((one) =>
        sharedMs(one, other) === 0
          ? [one]
          : [
              { ...one, endMs: other.startMs },
              { ...one, startMs: other.endMs },
            ].filter((rest) => lengthOf(rest) > 0),
      ),
    [part],
  );
