import { lengthOf } from "./interval.ts";
import { logOdds, TIE, type Trust, weightsOf } from "./rates.ts";
import type { Path } from "./track.ts";
import { clusterPaths } from "./track-clusters.ts";
import { follow, type Stretch } from "./track-follow.ts";
import type { OwnedPath } from "./track-linkage.ts";
import { overlapsAmong } from "./track-overlap.ts";
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
  const groups = clusterPaths(all);
  const home = new Int32Array(all.length);
  groups.forEach((group, thing) => {
    for (const at of group) home[at] = thing;
  });
  let things: readonly Thing[] = groups.map((group) => ({ shares: group.map((at) => wholeOf(all[at]!)) }));
  let followed: readonly Followed[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const references = referencesOf(
      things,
      (owners) => (round > 0 && owners.size > 1) || oddsOf(owners, annotators, trust) > 0,
    );
    const rivals = rivalsOf(all, references);
    followed = all.map(({ owner, path }, at) => {
      const isSure = references.has(home[at]!);
      return { owner, path, stretches: stretchesOf(path, rivals[at]!, isSure ? undefined : home[at]!) };
    });
    things = sharesBy(followed, groups.length);
  }
  return { things, followed };
};

const wholeOf = ({ owner, path }: OwnedPath): Share => ({
  owner,
  parts: path.presence.map((shown) => ({ ...shown, path })),
});

const referencesOf = (
  things: readonly Thing[],
  isWanted: (owners: ReadonlySet<number>) => boolean,
): ReadonlyMap<number, Path> =>
  new Map(
    things.flatMap(({ shares }, thing) => {
      const owners = new Set(shares.map(({ owner }) => owner));
      return owners.size > 0 && isWanted(owners) ? [[thing, referenceOf(shares)]] : [];
    }),
  );

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

interface Rival {
  readonly thing: number;
  readonly reference: Path;
}

/** By track the sure things it overlaps with, in the order of their numbers. */
const rivalsOf = (all: readonly OwnedPath[], references: ReadonlyMap<number, Path>): readonly (readonly Rival[])[] => {
  const sure = [...references].map(([thing, reference]) => ({ thing, reference }));
  const paths = [...all.map(({ path }) => path), ...sure.map(({ reference }) => reference)];
  const isReference = (at: number): boolean => at >= all.length;
  const overlaps = overlapsAmong(paths, (one, other) => isReference(one) !== isReference(other));
  const byPath = Map.groupBy(overlaps, ({ a }) => a);
  return all.map((_, at) =>
    (byPath.get(at) ?? [])
      .toSorted((one, other) => other.sharedMs - one.sharedMs || one.b - other.b)
      .slice(0, RIVALS_MAX)
      .map(({ b }) => sure[b - all.length]!)
      .sort((one, other) => one.thing - other.thing),
  );
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
