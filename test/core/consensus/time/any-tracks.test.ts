import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeyFrame, TrackAnswer } from "../../../../core/consensus/time/track.ts";
import { type AgreedTrack, trackConsensus } from "../../../../core/consensus/time/tracks.ts";
import { anyTrackAnswers, by } from "./drawn-tracks.ts";

describe("whatever tracks come", () => {
  it("the order of annotators, of their tracks and of key frames does not matter to the bit", () => {
    fc.assert(
      fc.property(anyTrackAnswers, (answers) => {
        const turned = answers.toReversed().map(({ annotatorId, tracks }) => ({
          annotatorId,
          tracks: tracks.toReversed().map((one) => ({ ...one, keyFrames: one.keyFrames.toReversed() })),
        }));
        expect(trackConsensus(turned)).toEqual(trackConsensus(answers));
      }),
    );
  });

  it("what annotators are called does not matter", () => {
    fc.assert(
      fc.property(anyTrackAnswers, (answers) => {
        const renamed = answers.map((answer, who) => ({ ...answer, annotatorId: `called-${9 - who}` }));
        const shown = (given: readonly TrackAnswer[]) =>
          trackConsensus(given).tracks.map(({ keyFrames, labels, presence }) => ({ keyFrames, labels, presence }));
        expect(shown(renamed)).toEqual(shown(answers));
      }),
    );
  });

  it("a shift in time shifts the result and nothing else", () => {
    fc.assert(
      fc.property(anyTrackAnswers, fc.integer({ min: -1e9, max: 1e9 }), (answers, byMs) => {
        const moved = (frames: readonly KeyFrame[]) => frames.map((one) => ({ ...one, atMs: one.atMs + byMs }));
        const shifted = answers.map((answer) => ({
          ...answer,
          tracks: answer.tracks.map((one) => ({ ...one, keyFrames: moved(one.keyFrames) })),
        }));
        const expected = (one: AgreedTrack): AgreedTrack => ({
          ...one,
          keyFrames: moved(one.keyFrames),
          presence: one.presence.map((when) => ({
            ...when,
            startMs: when.startMs + byMs,
            endMs: when.endMs + byMs,
          })),
        });
        const { tracks, dropped, switches, ...rest } = trackConsensus(answers);
        expect(trackConsensus(shifted)).toEqual({
          ...rest,
          tracks: tracks.map(expected),
          dropped: dropped.map(expected),
          switches: switches.map((one) => ({ ...one, atMs: one.atMs + byMs })),
        });
      }),
    );
  });

  it("what is found is a proper track inside what was drawn, with probabilities below 1", () => {
    fc.assert(
      fc.property(anyTrackAnswers, fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }), (answers, end) => {
        const { tracks, dropped } = trackConsensus(answers, end === undefined ? {} : { videoEndMs: end });
        const drawn = answers.flatMap((answer) => answer.tracks.flatMap(({ keyFrames }) => keyFrames));
        for (const { keyFrames, confidence, labelConfidence, likeness, support, labels } of [...tracks, ...dropped]) {
          expect(labels.length).toBeGreaterThan(0);
          for (const share of [confidence, labelConfidence]) expect(share > 0 && share < 1).toBe(true);
          expect(likeness > 0 && likeness <= 1 + 1e-9 && support > 0 && support <= 1).toBe(true);
          expect(keyFrames.at(-1)?.outside).toBe(true);
          keyFrames.forEach(({ atMs, x, y, width, height }, place) => {
            expect(atMs).toBeGreaterThan(keyFrames[place - 1]?.atMs ?? Number.NEGATIVE_INFINITY);
            expect(width > 0 && height > 0).toBe(true);
            expect(x).toBeGreaterThanOrEqual(Math.min(...drawn.map((frame) => frame.x)) - 1e-6);
            expect(y + height).toBeLessThanOrEqual(Math.max(...drawn.map((frame) => frame.y + frame.height)) + 1e-5);
          });
        }
      }),
    );
  });

  it("all who draw alike get what one of them would get alone", () => {
    fc.assert(
      fc.property(anyTrackAnswers, fc.integer({ min: 2, max: 5 }), ([first], count) => {
        const tracks = (first?.tracks ?? []).slice(0, 1);
        const shown = (answers: readonly TrackAnswer[]) =>
          trackConsensus(answers, { tolerance: 0 }).tracks.map(({ keyFrames }) => keyFrames);
        const together = shown(Array.from({ length: count }, (_, who) => by(`annotator-${who}`, ...tracks)));
        const alone = shown([by("ada", ...tracks)]);
        expect(together.length).toBe(alone.length);
        together.forEach((frames, place) => {
          expect(frames.map(({ atMs }) => atMs)).toEqual(alone[place]?.map(({ atMs }) => atMs));
          for (const [frame, { x }] of frames.entries())
            expect(x).toBeCloseTo(alone[place]?.[frame]?.x ?? Number.NaN, 4);
        });
      }),
    );
  });
});
