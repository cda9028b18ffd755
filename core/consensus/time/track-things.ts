import { TIE } from "../tie.ts";
import { lengthOf } from "./interval.ts";
import { logOdds, type Trust, weightsOf } from "./rates.ts";
import type { Path } from "./track.ts";
import { clusterPaths } from "./track-clusters.ts";
import { follow, type Stretch } from "./track-follow.ts";
import { linksAmong, type OwnedPath, type PathLink } from "./track-linkage.ts";
import { referenceOf } from "./track-reference.ts";
import { oneAtATime, type Part, partsWithin, type Share } from "./track-shares.ts";

/** Log odds that a thing is there when these of all annotators show it; exactly 0 for a tie. */
export const oddsOf = (owners: ReadonlySet<number>, annotators: readonly string[], trust: Trust): number => {
  const odds = annotators.reduce((sum, id, owner) => {
    const { yes, no } = weightsOf(trust.of(id));
    return sum + (owners.has(owner) ? yes : no);
  }, logOdds(trust.prior));
  return Math.abs(odds) < TIE ? 0 : odds;
};

export interface Thing {
  /** Everybody who shows it, in the order of their numbers. */
  readonly shares: readonly Share[];
}

/** One track, and the things it was with: by number in the list of things. */
export interface Followed {
  readonly owner: number;
  readonly path: Path;
  readonly stretches: readonly Stretch[];
}

/** A track is compared with so many things at most: those that it overlaps with most. */
const RIVALS_MAX = 8;

/**
 * The second time the references are of what tracks were found to show, not of whole tracks; and what two or more show
 * that no sure thing holds has one as well: with the parts of tracks that change over to it, the vote may yet be sure.
 */
const ROUNDS = 2;

/**
 * What things there are, and who shows which when. Tracks are grouped; each group that the vote is sure of gives a
 * reference; then every track is followed along the references, so that one which changes over from a thing to another
 * counts for each in its time, and the pieces of a broken one count for the same. A track that no sure thing holds for
 * half of its time stays with its group, for the vote to drop or to leave in doubt.
 */
export const thingsIn = (
  all: readonly OwnedPath[],
  annotators: readonly string[],
  trust: Trust,
): { readonly things: readonly Thing[]; readonly followed: readonly Followed[] } => {
  const links = linksAmong(all);
  const groups = clusterPaths(all, links);
  const numberOf = new Map(all.map(({ path }, at) => [path, at]));
  const home = new Int32Array(all.length);
  groups.forEach((group, thing) => {
    for (const at of group) home[at] = thing;
  });
  let things: readonly Thing[] = groups.map((group) => ({
    shares: group.map((at) => wholeOf(all[at]!)).sort((a, b) => a.owner - b.owner),
  }));
  let followed: readonly Followed[] = [];
  let known: readonly Thing[] = [];
  let references: ReadonlyMap<number, Path> = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    const isWanted = (owners: ReadonlySet<number>): boolean =>
      (round > 0 && owners.size > 1) || oddsOf(owners, annotators, trust) > 0;
    references = referencesOf(things, isWanted, (thing) =>
      isAlike(known[thing], things[thing]) ? references.get(thing) : undefined,
    );
    known = things;
    const showing = pathsByThing(things, numberOf);
    followed = all.map(({ owner, path }, at) => {
      const isSure = references.has(home[at]!);
      return {
        owner,
        path,
        stretches: stretchesOf(
          path,
          rivalsOf(links[at]!, home[at]!, showing, references),
          isSure ? undefined : home[at]!,
        ),
      };
    });
    things = sharesBy(followed, groups.length);
  }
  return { things, followed };
};

const wholeOf = ({ owner, path }: OwnedPath): Share => ({
  owner,
  parts: path.presence.map((shown) => ({ ...shown, path })),
});

/** `before` is a thing's reference as of the last round, if it is shown now as it was then. */
const referencesOf = (
  things: readonly Thing[],
  isWanted: (owners: ReadonlySet<number>) => boolean,
  before: (thing: number) => Path | undefined,
): ReadonlyMap<number, Path> =>
  new Map(
    things.flatMap(({ shares }, thing) => {
      const owners = new Set(shares.map(({ owner }) => owner));
      return owners.size > 0 && isWanted(owners) ? [[thing, before(thing) ?? referenceOf(shares)]] : [];
    }),
  );

const isAlike = (a: Thing | undefined, b: Thing | undefined): boolean => {
  const partsOf = (thing: Thing | undefined): readonly Part[] => thing?.shares.flatMap(({ parts }) => parts) ?? [];
  const [one, other] = [partsOf(a), partsOf(b)];
  return (
    one.length === other.length &&
    one.every((part, at) => {
      const { path, startMs, endMs } = other[at]!;
      return part.path === path && part.startMs === startMs && part.endMs === endMs;
    })
  );
};

/** What is shown of each thing, by whom. */
const sharesBy = (followed: readonly Followed[], things: number): readonly Thing[] => {
  const parts = Array.from({ length: things }, (): Map<number, Part[]> => new Map());
  for (const { owner, path, stretches } of followed) {
    for (const stretch of stretches) {
      const byOwner = parts[stretch.thing];
      if (!byOwner) continue;
      const own = byOwner.get(owner) ?? [];
      byOwner.set(owner, own);
      own.push(...partsWithin(path, stretch));
    }
  }
  return parts.map((byOwner) => ({
    shares: [...byOwner]
      .sort(([a], [b]) => a - b)
      .map(([owner, own]) => oneAtATime(owner, own))
      .filter((share) => share.parts.length > 0),
  }));
};

/** By number of a path the things that it shows a part of. */
const pathsByThing = (
  things: readonly Thing[],
  numberOf: ReadonlyMap<Path, number>,
): ReadonlyMap<number, Set<number>> => {
  const showing = new Map<number, Set<number>>();
  things.forEach(({ shares }, thing) => {
    for (const { path } of shares.flatMap(({ parts }) => parts)) {
      const number = numberOf.get(path) ?? -1;
      showing.set(number, (showing.get(number) ?? new Set()).add(thing));
    }
  });
  return showing;
};

interface Rival {
  readonly thing: number;
  readonly reference: Path;
}

/**
 * The things with a reference that a track may be with, in the order of their numbers: its own, and those of which it
 * overlaps with a track that shows them. Overlaps are known from the matching: a reference is made of such tracks.
 */
const rivalsOf = (
  links: readonly PathLink[],
  home: number,
  showing: ReadonlyMap<number, ReadonlySet<number>>,
  references: ReadonlyMap<number, Path>,
): readonly Rival[] => {
  const near = new Map([[home, Number.POSITIVE_INFINITY]]);
  for (const { to, sharedMs } of links) {
    for (const thing of showing.get(to) ?? []) near.set(thing, Math.max(sharedMs, near.get(thing) ?? 0));
  }
  return [...near]
    .sort(([a, nearA], [b, nearB]) => (nearA === nearB ? a - b : nearB - nearA))
    .slice(0, RIVALS_MAX)
    .flatMap(([thing]) => {
      const reference = references.get(thing);
      return reference ? [{ thing, reference }] : [];
    })
    .sort((a, b) => a.thing - b.thing);
};

/** `home` is the group of a track that no sure thing was found for. */
const stretchesOf = (path: Path, rivals: readonly Rival[], home: number | undefined): readonly Stretch[] => {
  const stretches = rivals.length === 0 ? [] : follow(path, rivals);
  if (home === undefined) return stretches;
  const held = stretches
    .filter(({ thing }) => thing >= 0)
    .flatMap((stretch) => partsWithin(path, stretch))
    .reduce((sum, part) => sum + lengthOf(part), 0);
  const whole = path.presence.reduce((sum, one) => sum + lengthOf(one), 0);
  const [startMs, endMs] = [path.presence[0]?.startMs, path.presence.at(-1)?.endMs];
  if (2 * held >= whole || startMs === undefined || endMs === undefined) return stretches;
  return [{ thing: home, startMs, endMs }];
};
