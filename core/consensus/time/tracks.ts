import { designEffect } from "../design-effect.ts";
import { byText } from "../tally.ts";
import { TIE } from "../tie.ts";
import { refuseTwice } from "./answers-of-one.ts";
import { classPosterior, SKILLS_ALIKE, type SkillOf, voiceOf } from "./frame-skills.ts";
import { lengthOf } from "./interval.ts";
import { learnRates } from "./learn-rates.ts";
import { confidenceOf, EVERYONE_ALIKE, logOdds, type Trust } from "./rates.ts";
import type { Settled } from "./segment-boundaries.ts";
import { byContent, type KeyFrame, type Path, pathOf, type TrackAnswer } from "./track.ts";
import type { BoxesAt } from "./track-boxes.ts";
import { boxesAlong, fuseBoxes, presenceOfShares } from "./track-fuse.ts";
import type { OwnedPath } from "./track-linkage.ts";
import { precisionOf } from "./track-precision.ts";
import type { Share } from "./track-shares.ts";
import { type Followed, oddsOf, thingsIn } from "./track-things.ts";

export interface TrackOptions {
  /** How often annotators overlook and invent things. @default everybody alike */
  readonly trust?: Trust;
  /** How often their labels are right. @default everybody alike */
  readonly skillOf?: SkillOf;
  /** Where the video ends: a track without an end goes on until then. */
  readonly videoEndMs?: number;
  /** What a majority of one voice about when a thing is there must last to be believed. @default 500 */
  readonly minMs?: number;
  /** Key frames that the others give back within this share of the box's mean side are left out, save for a lone annotator's. @default 0.02 */
  readonly tolerance?: number;
}

export interface AgreedTrack {
  /** The likeliest, in the order of their text; more than one is a tie. */
  readonly labels: readonly string[];
  /** Tempered probability of the first of `labels`; below 1. */
  readonly labelConfidence: number;
  readonly keyFrames: readonly KeyFrame[];
  /** When it is there, with how far apart those who show it put its coming and going. */
  readonly presence: readonly Settled[];
  /** Who shows it for some time, by id, and their share of all who answered. */
  readonly annotators: readonly string[];
  readonly support: number;
  /** The tempered probability that there is such a thing; below 1. */
  readonly confidence: number;
  /** Mean IoU of the annotators' boxes with the fused one. */
  readonly likeness: number;
  /** As much speaks for it as against it. */
  readonly tied: boolean;
}

/** A track of one annotator that is with one agreed thing and then with another. */
export interface IdentitySwitch {
  readonly annotatorId: string;
  readonly trackId: string;
  readonly atMs: number;
  /** Places in `tracks`. */
  readonly from: number;
  readonly to: number;
}

/** One agreed thing that an annotator shows by several tracks. */
export interface Fragmentation {
  readonly annotatorId: string;
  readonly thing: number;
  readonly trackIds: readonly string[];
}

export interface TrackConsensus {
  /** What is there, ties included, by when it comes. Empty: nothing is here, if anybody answered. */
  readonly tracks: readonly AgreedTrack[];
  /** What more speaks against than for. */
  readonly dropped: readonly AgreedTrack[];
  readonly switches: readonly IdentitySwitch[];
  readonly fragmentations: readonly Fragmentation[];
  readonly annotators: number;
}

const STEADY_MS = 500;
const TOLERANCE = 0.02;

/**
 * Fuses tracked boxes of several annotators: what things there are, when each is there, where it is and what it is; and
 * which tracks change over from one thing to another or show one in pieces. Depends on the set of answers alone. No
 * answers: nothing, and 0 annotators. Refuses two answers of one annotator and what `pathOf` refuses.
 */
export const trackConsensus = (answers: readonly TrackAnswer[], options: TrackOptions = {}): TrackConsensus => {
  const { annotators, all } = ownedPaths(answers, options.videoEndMs);
  const trust = options.trust ?? EVERYONE_ALIKE;
  const { things, followed } = thingsIn(all, annotators, trust);
  const shown = things.map(({ shares }, number) => ({ shares, number })).filter(({ shares }) => shares.length > 0);
  const timed = shown.map(({ shares, number }) => {
    const presence = presenceOfShares(shares, options.minMs ?? STEADY_MS);
    const odds = oddsOf(new Set(shares.map(({ owner }) => owner)), annotators, trust);
    return { number, shares, presence, odds };
  });
  const weightOf = precisionOf(momentsOf(timed));
  const fused = timed.map(({ number, shares, presence, odds }) => ({
    number,
    odds,
    track: {
      ...labelOf(shares, annotators, options.skillOf ?? SKILLS_ALIKE),
      ...fuseBoxes(
        boxesAlong(shares, presence),
        presence,
        weightOf,
        shares.length > 1 ? (options.tolerance ?? TOLERANCE) : 0,
      ),
      presence,
      annotators: shares.map(({ owner }) => annotators[owner]!).sort(byText),
      support: shares.length / annotators.length,
      confidence: confidenceOf(logOdds(trust.prior), odds - logOdds(trust.prior), annotators.length),
      tied: odds === 0,
    },
  }));
  const inOrder = fused.sort((a, b) => byFirstFrame(a.track, b.track));
  const there = inOrder.filter(({ odds }) => odds >= 0);
  const places = new Map(there.map(({ number }, place) => [number, place]));
  return {
    tracks: there.map(({ track }) => track),
    dropped: inOrder.filter(({ odds }) => odds < 0).map(({ track }) => track),
    switches: switchesIn(followed, annotators, places),
    fragmentations: there.flatMap(({ number }, place) => piecesOfOne(things[number]!.shares, annotators, place)),
    annotators: annotators.length,
  };
};

/** One thing after the other: all boxes of a long video at once would be much to hold. */
function* momentsOf(
  timed: readonly { readonly shares: readonly Share[]; readonly presence: readonly Settled[] }[],
): Generator<BoxesAt> {
  for (const { shares, presence } of timed) for (const run of boxesAlong(shares, presence)) yield* run;
}

/**
 * Learns from all videos of a project how often each annotator overlooks and invents things: each thing that anybody
 * showed is one sighting, found with everybody alike. No tracks at all: everybody alike.
 */
export const learnTrackRates = (
  videos: readonly { readonly answers: readonly TrackAnswer[]; readonly videoEndMs?: number }[],
): Trust =>
  learnRates(
    videos.flatMap(({ answers, videoEndMs }) => {
      const { annotators, all } = ownedPaths(answers, videoEndMs);
      return thingsIn(all, annotators, EVERYONE_ALIKE).things.flatMap(({ shares }) => {
        const owners = new Set(shares.map(({ owner }) => owner));
        const [yes, no] = [true, false].map((has) => annotators.filter((_, owner) => owners.has(owner) === has));
        return owners.size > 0 ? [{ yes: yes ?? [], no: no ?? [] }] : [];
      });
    }),
  );

/**
 * Owners are numbered in an order of what they drew, which is the order of matching and of sums: neither who came first
 * nor what anybody is called has a part in it. Their ids decide between those who drew exactly alike.
 */
const ownedPaths = (
  answers: readonly TrackAnswer[],
  videoEndMs: number | undefined,
): { readonly annotators: readonly string[]; readonly all: readonly OwnedPath[] } => {
  refuseTwice(answers.map(({ annotatorId }) => annotatorId).sort(byText));
  const drawn = answers.map(({ annotatorId, tracks }) => {
    const paths = tracks.map((track) => pathOf(track, videoEndMs)).filter(({ presence }) => presence.length > 0);
    return { annotatorId, paths: paths.sort(byContent) };
  });
  drawn.sort(
    (a, b) => b.paths.length - a.paths.length || byPaths(a.paths, b.paths) || byText(a.annotatorId, b.annotatorId),
  );
  return {
    annotators: drawn.map(({ annotatorId }) => annotatorId),
    all: drawn.flatMap(({ paths }, owner) => paths.map((path) => ({ owner, path }))),
  };
};

const byPaths = (a: readonly Path[], b: readonly Path[]): number => {
  for (let at = 0; at < a.length; at += 1) {
    const order = byContent(a[at]!, b[at]!);
    if (order !== 0) return order;
  }
  return 0;
};

/** An annotator's label is that of the track by which she shows the thing longest. */
const labelOf = (
  shares: readonly Share[],
  annotators: readonly string[],
  skillOf: SkillOf,
): Pick<AgreedTrack, "labels" | "labelConfidence"> => {
  const given = shares.map(
    ({ parts }) => parts.reduce((best, part) => (lengthOf(part) > lengthOf(best) ? part : best)).path.label,
  );
  const labels = [...new Set(given)].sort(byText);
  const row = Int32Array.from(given, (label) => labels.indexOf(label));
  const weights = shares.map(({ owner }) => voiceOf(skillOf(annotators[owner]!), labels.length));
  const posterior = classPosterior(row, weights, labels.length, designEffect(shares.length));
  const best = posterior.reduce((most, share) => Math.max(most, share), 0);
  return { labels: labels.filter((_, at) => posterior[at]! > best - TIE), labelConfidence: best };
};

const byFirstFrame = (a: AgreedTrack, b: AgreedTrack): number => {
  const [one, other] = [a.keyFrames[0], b.keyFrames[0]];
  if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
  return (
    one.atMs - other.atMs || one.y - other.y || one.x - other.x || one.height - other.height || one.width - other.width
  );
};

const switchesIn = (
  followed: readonly Followed[],
  annotators: readonly string[],
  places: ReadonlyMap<number, number>,
): readonly IdentitySwitch[] =>
  followed
    .flatMap(({ owner, path, stretches }) => {
      const held = stretches.filter(({ thing }) => places.has(thing));
      return held.slice(1).flatMap(({ thing, startMs }, at) => {
        const [from, to] = [places.get(held[at]!.thing)!, places.get(thing)!];
        return from === to ? [] : [{ annotatorId: annotators[owner]!, trackId: path.id, atMs: startMs, from, to }];
      });
    })
    .sort((a, b) => a.atMs - b.atMs || byText(a.annotatorId, b.annotatorId) || byText(a.trackId, b.trackId));

const piecesOfOne = (
  shares: readonly Share[],
  annotators: readonly string[],
  thing: number,
): readonly Fragmentation[] =>
  shares
    .flatMap(({ owner, parts }) => {
      const trackIds = [...new Set(parts.map(({ path }) => path.id))];
      return trackIds.length > 1 ? [{ annotatorId: annotators[owner]!, thing, trackIds }] : [];
    })
    .sort((a, b) => byText(a.annotatorId, b.annotatorId));
