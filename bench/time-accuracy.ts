import { merged } from "../core/consensus/time/interval.ts";
import { learnSegmentRates, type SegmentAnswer, segmentConsensus } from "../core/consensus/time/segments.ts";
import { pathOf, type Track } from "../core/consensus/time/track.ts";
import { clusterPaths } from "../core/consensus/time/track-clusters.ts";
import { linksAmong } from "../core/consensus/time/track-linkage.ts";
import { trackConsensus } from "../core/consensus/time/tracks.ts";
import { scoreSegments, simulateSegments } from "../test/core/consensus/time/simulated-segments.ts";
import { type SimulatedTracks, scoreTracks, simulateTracks } from "../test/core/consensus/time/simulated-tracks.ts";
import type { Run } from "./report.ts";

const GROUPS = 5;
const VIDEOS = 60;
const CLIPS = 10;
const THINGS = 20;
const NEAR_MS = 2500;

/** How near the consensus of so many simulated annotators is to the truth, and what else could be done with their answers. */
export const timeAccuracy = async (annotators: number): Promise<Run> => ({
  ...segments(annotators),
  ...tracks(annotators),
});

const segments = (annotators: number): Run => {
  const groups = Array.from({ length: GROUPS }, (_, seed) => simulateSegments(seed + 1, VIDEOS, annotators));
  const rows = groups.flatMap((videos) => {
    const trust = learnSegmentRates(videos.map(({ answers }) => answers));
    return videos.map((video) => ({ ...video, trust }));
  });
  const single = groups.flatMap((videos) => {
    const each = Array.from({ length: annotators }, (_, who) =>
      videos.map(({ truth, answers }) => ({ truth, found: merged(answers[who]?.segments ?? []) })),
    );
    return each.toSorted((a, b) => scoreSegments(b).meanIou - scoreSegments(a).meanIou)[0] ?? [];
  });
  const fused = (options: (row: (typeof rows)[number]) => Parameters<typeof segmentConsensus>[1]) =>
    scoreSegments(rows.map((row) => ({ truth: row.truth, found: merged(found(row.answers, options(row))) })));
  const named = (name: string, { meanIou, f1At50, f1At75 }: ReturnType<typeof scoreSegments>): Run => ({
    [`segments, ${name}: mean IoU`]: meanIou,
    [`segments, ${name}: F1 at 0.5`]: f1At50,
    [`segments, ${name}: F1 at 0.75`]: f1At75,
  });
  return {
    ...named("best annotator", scoreSegments(single)),
    ...named(
      "consensus",
      fused(() => ({})),
    ),
    ...named(
      "consensus, learned",
      fused(({ trust }) => ({ trust })),
    ),
  };
};

const found = (answers: readonly SegmentAnswer[], options: Parameters<typeof segmentConsensus>[1]) =>
  segmentConsensus(answers, options).segments;

const tracks = (annotators: number): Run => {
  const clips = Array.from({ length: CLIPS }, (_, seed) => simulateTracks(100 + seed, THINGS, annotators));
  const score = (foundIn: (clip: SimulatedTracks) => readonly Track[]) =>
    scoreTracks(clips.map((clip) => ({ truth: clip.truth, found: foundIn(clip) })));
  const single = Array.from({ length: annotators }, (_, who) => score(({ answers }) => answers[who]?.tracks ?? []));
  const best = single.toSorted((a, b) => b.meanOverlap - a.meanOverlap)[0]?.meanOverlap ?? 0;
  const results = new Map(clips.map((clip) => [clip, trackConsensus(clip.answers)]));
  const fused = score((clip) =>
    (results.get(clip)?.tracks ?? []).map(({ keyFrames }, at) => ({ id: `${at}`, label: "beetle", keyFrames })),
  );
  let [real, reported, right] = [0, 0, 0];
  for (const [{ swapped }, { switches }] of results) {
    real += swapped.length;
    reported += switches.length;
    right += switches.filter((one) =>
      swapped.some(
        ({ annotatorId, trackId, atMs }) =>
          one.annotatorId === annotatorId && one.trackId === trackId && Math.abs(one.atMs - atMs) < NEAR_MS,
      ),
    ).length;
  }
  return {
    "tracks, best annotator: mean overlap": best,
    "tracks, medoid: mean overlap": score(medoids).meanOverlap,
    "tracks, consensus: mean overlap": fused.meanOverlap,
    "tracks, consensus: F1 at 0.75": fused.f1At75,
    "switches drawn": real,
    "switches reported": reported,
    "switches reported that were drawn": right,
  };
};

/** What a consensus that picks a member would give: of each group that half or more share, the track nearest the others. */
const medoids = ({ answers }: SimulatedTracks): readonly Track[] => {
  const all = answers.flatMap(({ tracks: drawn }, owner) =>
    drawn.map((track) => ({ owner, track, path: pathOf(track, undefined) })),
  );
  const links = linksAmong(all);
  return clusterPaths(all, links)
    .filter((group) => 2 * group.length >= answers.length)
    .map((group) => {
      const nearness = (member: number): number =>
        (links[member] ?? []).reduce((sum, { to, overlap }) => sum + (group.includes(to) ? overlap : 0), 0);
      const nearest = group.toSorted((a, b) => nearness(b) - nearness(a))[0] ?? 0;
      const { track } = all[nearest] ?? {};
      return track ?? { id: "", label: "", keyFrames: [] };
    });
};
