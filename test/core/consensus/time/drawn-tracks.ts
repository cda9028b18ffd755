import fc from "fast-check";
import type { KeyFrame, Track, TrackAnswer } from "../../../../core/consensus/time/track.ts";

/** A key frame of a box of 100 × 80 pixels. */
export const at = (atMs: number, x: number, y = 0): KeyFrame => ({ atMs, x, y, width: 100, height: 80 });
export const leaves = (atMs: number, x: number, y = 0): KeyFrame => ({ ...at(atMs, x, y), outside: true });
export const track = (id: string, ...keyFrames: readonly KeyFrame[]): Track => ({ id, label: "beetle", keyFrames });
export const by = (annotatorId: string, ...tracks: readonly Track[]): TrackAnswer => ({ annotatorId, tracks });

const anyTrack: fc.Arbitrary<Track> = fc
  .record({
    label: fc.constantFrom("beetle", "ant"),
    frames: fc.uniqueArray(
      fc.record({
        atMs: fc.integer({ min: 0, max: 3000 }),
        x: fc.integer({ min: 0, max: 120 }),
        y: fc.integer({ min: 0, max: 60 }),
        width: fc.integer({ min: 1, max: 90 }),
        height: fc.integer({ min: 1, max: 90 }),
        outside: fc.boolean(),
        occluded: fc.boolean(),
      }),
      { selector: ({ atMs }) => atMs, minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ label, frames }) => ({ id: "", label, keyFrames: frames }));

/** Any annotators with any tracks that are allowed, close enough to each other to be mixed up. */
export const anyTrackAnswers: fc.Arbitrary<readonly TrackAnswer[]> = fc
  .array(fc.array(anyTrack, { maxLength: 4 }), { maxLength: 5 })
  .map((drawn) =>
    drawn.map((tracks, who) =>
      by(`annotator-${who}`, ...tracks.map((one, number) => ({ ...one, id: `track-${number}` }))),
    ),
  );
