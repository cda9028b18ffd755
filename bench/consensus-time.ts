import { type SegmentAnswer, segmentConsensus } from "../core/consensus/time/segments.ts";
import type { KeyFrame, TrackAnswer } from "../core/consensus/time/track.ts";
import { trackConsensus } from "../core/consensus/time/tracks.ts";
import { type Seeded, seeded } from "../core/seeded.ts";
import type { Run } from "./report.ts";

const ANNOTATORS = 5;
const KEY_FRAMES = 1000;
const FRAME_MS = 40;

/**
 * `size` tracks of 1000 key frames by five annotators, of things that cross a full-HD picture of 40 seconds all at once, and
 * ten times as many segments: seconds of CPU for the consensus of each.
 */
export const consensusTime = async (size: number): Promise<Run> => {
  const random = seeded(size);
  const answers = tracksBy(random, Math.ceil(size / ANNOTATORS));
  const marks = segmentsBy(random, 2 * size);
  const [tracks, tracksSeconds] = timed(() => trackConsensus(answers));
  const [segments, segmentsSeconds] = timed(() => segmentConsensus(marks));
  return {
    "tracks found": tracks.tracks.length,
    "key frames kept": tracks.tracks.reduce((sum, { keyFrames }) => sum + keyFrames.length, 0),
    "tracks, seconds of CPU": tracksSeconds,
    "segments found": segments.segments.length,
    "segments, seconds of CPU": segmentsSeconds,
    "peak memory, MB": process.resourceUsage().maxRSS / 1024,
  };
};

const timed = <Result>(run: () => Result): readonly [Result, number] => {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
};

const tracksBy = (random: Seeded, things: number): readonly TrackAnswer[] => {
  const paths = Array.from({ length: things }, () => ({
    x: random.between(0, 1800),
    y: random.between(0, 1000),
    across: random.between(-0.02, 0.02),
    down: random.between(-0.02, 0.02),
    size: random.between(30, 120),
  }));
  return Array.from({ length: ANNOTATORS }, (_, who) => ({
    annotatorId: `annotator-${who}`,
    tracks: paths.map(({ x, y, across, down, size }, thing) => ({
      id: `track-${thing}`,
      label: "beetle",
      keyFrames: Array.from({ length: KEY_FRAMES }, (_, frame): KeyFrame => {
        const atMs = frame * FRAME_MS + who;
        const off = (): number => random.between(-0.05, 0.05) * size;
        const aside = 30 * Math.sin(atMs / 3000);
        const [left, top] = [x + across * atMs + aside + off(), y + down * atMs + aside + off()];
        return { atMs, x: left, y: top, width: size + off(), height: size + off() };
      }),
    })),
  }));
};

const segmentsBy = (random: Seeded, each: number): readonly SegmentAnswer[] =>
  Array.from({ length: ANNOTATORS }, (_, who) => ({
    annotatorId: `annotator-${who}`,
    segments: Array.from({ length: each }, (_, at) => ({
      label: "chewing",
      startMs: at * 5000 + random.whole(0, 600),
      endMs: at * 5000 + 3000 + random.whole(0, 600),
    })),
  }));
