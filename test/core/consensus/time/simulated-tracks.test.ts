import { describe, expect, it } from "vitest";
import type { Track } from "../../../../core/consensus/time/track.ts";
import { type AgreedTrack, learnTrackRates, trackConsensus } from "../../../../core/consensus/time/tracks.ts";
import { scoreTracks, simulateTracks } from "./simulated-tracks.ts";

describe("simulated annotators of tracks", () => {
  const videos = (count: number) => Array.from({ length: 4 }, (_, seed) => simulateTracks(seed, 12, count));
  const asTracks = (tracks: readonly AgreedTrack[]): readonly Track[] =>
    tracks.map(({ keyFrames }, place) => ({ id: `${place}`, label: "beetle", keyFrames }));

  it.each([3, 5])("%i of them together are nearer to the truth than the best of them alone", (count) => {
    const simulated = videos(count);
    const trust = learnTrackRates(simulated);
    const alone = Array.from({ length: count }, (_, who) =>
      scoreTracks(simulated.map(({ truth, answers }) => ({ truth, found: answers[who]?.tracks ?? [] }))),
    );
    const best = Math.max(...alone.map(({ meanOverlap }) => meanOverlap));
    for (const options of [{}, { trust }]) {
      const together = scoreTracks(
        simulated.map(({ truth, answers }) => ({ truth, found: asTracks(trackConsensus(answers, options).tracks) })),
      );
      expect(together.meanOverlap).toBeGreaterThan(best + 0.05);
      expect(together.f1At50).toBeGreaterThan(0.9);
    }
  });

  it("most tracks that change over are found, near the moment, and few others are blamed", () => {
    const simulated = Array.from({ length: 5 }, (_, seed) => simulateTracks(50 + seed, 12, 7));
    let [real, found, reported] = [0, 0, 0];
    for (const { answers, swapped } of simulated) {
      const { switches } = trackConsensus(answers);
      real += swapped.length;
      reported += switches.length;
      found += swapped.filter(({ annotatorId, trackId, atMs }) =>
        switches.some(
          (one) => one.annotatorId === annotatorId && one.trackId === trackId && Math.abs(one.atMs - atMs) < 2500,
        ),
      ).length;
    }
    expect(found / real).toBeGreaterThan(0.85);
    expect(found / reported).toBeGreaterThan(0.85);
  });
});
