import { bestPairs } from "../../../../core/consensus/time/sparse-pairing.ts";
import { type KeyFrame, pathOf, type Track, type TrackAnswer } from "../../../../core/consensus/time/track.ts";
import { overlapsAmong } from "../../../../core/consensus/time/track-overlap.ts";
import { type Seeded, seeded } from "../../../../core/seeded.ts";
import { normal } from "./simulated-segments.ts";

const VIDEO_MS = 60_000;
const FRAME_MS = 40;

/** A thing of the simulation: where it is at any moment between its coming and its going. */
interface Thing {
  readonly startMs: number;
  readonly endMs: number;
  boxAt(ms: number): { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

interface Habits {
  /** Error of each side, as a share of the box. */
  readonly jitter: number;
  readonly edgeMs: number;
  readonly everyMs: number;
  readonly miss: number;
  readonly extra: number;
  readonly split: number;
  readonly swap: number;
}

export interface SimulatedTracks {
  readonly truth: readonly Track[];
  readonly answers: readonly TrackAnswer[];
  /** Tracks of an annotator that change over, each with the moment. */
  readonly swapped: readonly { readonly annotatorId: string; readonly trackId: string; readonly atMs: number }[];
}

/**
 * Pairs of things that cross half-way and walk on curves; annotators who set a key frame every 1 to 3 seconds, 2 to 8 % of
 * the box off, miss 3 to 20 %, invent, break tracks, and mix up a pair where it crosses (`swap`).
 */
export const simulateTracks = (seed: number, things: number, annotators: number, swap = 0.1): SimulatedTracks => {
  const random = seeded(seed);
  const pairs = Array.from({ length: Math.ceil(things / 2) }, () => crossing(random));
  const swapped: { annotatorId: string; trackId: string; atMs: number }[] = [];
  const answers = Array.from({ length: annotators }, (_, who) => {
    const habits: Habits = {
      jitter: random.between(0.02, 0.08),
      edgeMs: random.between(100, 600),
      everyMs: random.between(1000, 3000),
      miss: random.between(0.03, 0.2),
      extra: random.between(0, 0.1),
      split: random.between(0, 0.15),
      swap,
    };
    const annotatorId = `annotator-${who}`;
    const { tracks, swaps } = drawnBy(habits, pairs, random);
    swapped.push(...swaps.map((one) => ({ annotatorId, ...one })));
    return { annotatorId, tracks };
  });
  const truth = pairs.flat().map((thing, at) => trackOf(`true-${at}`, thing, 200, (ms) => thing.boxAt(ms)));
  return { truth, answers, swapped };
};

const crossing = (random: Seeded): readonly [Thing, Thing] => {
  const [meetX, meetY] = [random.between(200, 1700), random.between(200, 880)];
  const meetMs = random.between(VIDEO_MS * 0.3, VIDEO_MS * 0.7);
  const one = walker(random, meetX, meetY, meetMs);
  const size = one.boxAt(meetMs).width;
  return [one, walker(random, meetX + size * random.between(0.3, 1.2), meetY, meetMs)];
};

const walker = (random: Seeded, meetX: number, meetY: number, meetMs: number): Thing => {
  const angle = random.between(0, 2 * Math.PI);
  const speed = random.between(0.01, 0.06);
  const [wave, swing] = [random.between(4000, 12_000), random.between(5, 60)];
  const size = random.between(40, 140);
  const snap = (ms: number): number => Math.round(ms / FRAME_MS) * FRAME_MS;
  return {
    startMs: snap(meetMs - random.between(5000, 18_000)),
    endMs: snap(meetMs + random.between(5000, 18_000)),
    boxAt: (ms) => {
      const along = (ms - meetMs) * speed;
      const aside = swing * Math.sin((ms - meetMs) / wave);
      const width = size * (1 + 0.2 * Math.sin(ms / 9000));
      const x = meetX + along * Math.cos(angle) - aside * Math.sin(angle);
      return { x, y: meetY + along * Math.sin(angle) + aside * Math.cos(angle), width, height: width * 0.8 };
    },
  };
};

const trackOf = (
  id: string,
  { startMs, endMs }: Pick<Thing, "startMs" | "endMs">,
  everyMs: number,
  boxAt: (ms: number) => Omit<KeyFrame, "atMs">,
): Track => {
  const keyFrames: KeyFrame[] = [];
  for (let atMs = startMs; atMs < endMs; atMs += everyMs) keyFrames.push({ atMs, ...boxAt(atMs) });
  keyFrames.push({ atMs: endMs, ...boxAt(endMs), outside: true });
  return { id, label: "beetle", keyFrames };
};

const drawnBy = (habits: Habits, pairs: readonly (readonly [Thing, Thing])[], random: Seeded) => {
  const tracks: Track[] = [];
  const swaps: { trackId: string; atMs: number }[] = [];
  const off = (size: number): number => normal(random) * habits.jitter * size;
  const edge = (): number => Math.round((normal(random) * habits.edgeMs) / FRAME_MS) * FRAME_MS;
  const draw = (startMs: number, endMs: number, boxAt: Thing["boxAt"]): string | undefined => {
    if (endMs - startMs < 4 * FRAME_MS) return undefined;
    const everyMs = Math.round((habits.everyMs * random.between(0.7, 1.3)) / FRAME_MS) * FRAME_MS;
    const id = `track-${tracks.length}`;
    const near = (ms: number): Omit<KeyFrame, "atMs"> => {
      const { x, y, width, height } = boxAt(ms);
      const [left, top] = [x + off(width), y + off(height)];
      return { x: left, y: top, width: x + width + off(width) - left, height: y + height + off(height) - top };
    };
    tracks.push(trackOf(id, { startMs, endMs }, everyMs, near));
    return id;
  };
  for (const [one, other] of pairs) {
    const meetMs = nearest(one, other);
    const doesSwap = random.chance(habits.swap);
    for (const [mine, its] of [
      [one, other],
      [other, one],
    ] as const) {
      if (random.chance(habits.miss)) continue;
      const end = doesSwap ? its.endMs : mine.endMs;
      const boxAt: Thing["boxAt"] = (ms) => (doesSwap && ms >= meetMs ? its : mine).boxAt(ms);
      const [startMs, endMs] = [mine.startMs + edge(), end + edge()];
      if (!doesSwap && random.chance(habits.split)) {
        const breakMs = Math.round(random.between(startMs, endMs) / FRAME_MS) * FRAME_MS;
        draw(startMs, breakMs, boxAt);
        draw(breakMs + 5 * FRAME_MS, endMs, boxAt);
      } else {
        const trackId = draw(startMs, endMs, boxAt);
        if (doesSwap && trackId) swaps.push({ trackId, atMs: meetMs });
      }
    }
    if (random.chance(habits.extra)) {
      const [x, y] = [random.between(0, 1800), random.between(0, 1000)];
      const startMs = random.whole(0, 1000) * FRAME_MS;
      draw(startMs, startMs + random.whole(30, 200) * FRAME_MS, () => ({ x, y, width: 60, height: 60 }));
    }
  }
  return { tracks, swaps };
};

const nearest = (one: Thing, other: Thing): number => {
  let best = Math.max(one.startMs, other.startMs);
  let least = Number.POSITIVE_INFINITY;
  for (let ms = best; ms < Math.min(one.endMs, other.endMs); ms += FRAME_MS) {
    const [a, b] = [one.boxAt(ms), other.boxAt(ms)];
    const apart = Math.hypot(a.x - b.x, a.y - b.y);
    if (apart < least) [least, best] = [apart, ms];
  }
  return best;
};

export interface TrackScore {
  /** Mean over true tracks of temporal IoU × mean IoU with the found one that is paired with it; 0 for none. */
  readonly meanOverlap: number;
  /** F1 of pairs that overlap by half or more. */
  readonly f1At50: number;
  readonly f1At75: number;
}

export const scoreTracks = (
  videos: readonly { readonly truth: readonly Track[]; readonly found: readonly Track[] }[],
): TrackScore => {
  const overlaps = videos.flatMap(({ truth, found }) => {
    const paths = [...truth, ...found].map((track) => pathOf(track, undefined));
    const pairs = overlapsAmong(paths, (a, b) => a < truth.length !== b < truth.length);
    return bestPairs(pairs.map(({ a, b, overlap }) => ({ row: a, column: b, worth: overlap }))).map(
      ({ worth }) => worth,
    );
  });
  const count = (of: (video: (typeof videos)[number]) => readonly Track[]): number =>
    videos.reduce((sum, video) => sum + of(video).length, 0);
  const truths = count(({ truth }) => truth);
  const f1 = (gate: number): number =>
    (2 * overlaps.filter((overlap) => overlap >= gate).length) / (truths + count(({ found }) => found));
  return { meanOverlap: overlaps.reduce((sum, one) => sum + one, 0) / truths, f1At50: f1(0.5), f1At75: f1(0.75) };
};
