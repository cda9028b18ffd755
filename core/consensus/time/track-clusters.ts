import { bestPairs } from "./sparse-pairing.ts";
import { type Group, type Link, linksToGroups, type OwnedPath } from "./track-linkage.ts";

/**
 * Tracks that overlap less than this in time and place together are different things. Lower than for boxes: one that an
 * annotator loses half-way, or carries over to another thing, still is the first thing for half of its time.
 */
export const OVERLAP_GATE = 0.25;

/**
 * Groups the tracks of several annotators by thing, at most one of each annotator to a group: annotators one after the
 * other, in the order given, by optimal assignment on the mean overlap with a group's members (temporal IoU × mean IoU);
 * then groups that share nobody and still overlap are joined, closest first. `links` are those of `linksAmong`.
 */
export const clusterPaths = (all: readonly OwnedPath[], links: readonly (readonly Link[])[]): readonly Group[] => {
  const groupOf = new Int32Array(all.length).fill(-1);
  const groups: number[][] = [];
  for (const own of Map.groupBy(all.keys(), (at) => all[at]!.owner).values()) {
    const possible = own.flatMap((column) =>
      linksToGroups([column], links, groups, groupOf)
        .filter(({ overlap }) => overlap >= OVERLAP_GATE)
        .map(({ to: row, worth }) => ({ row, column, worth })),
    );
    const joined = new Map(bestPairs(possible).map(({ row, column }) => [column, row]));
    for (const at of own) {
      const group = joined.get(at) ?? groups.length;
      if (groups[group]) groups[group].push(at);
      else groups.push([at]);
      groupOf[at] = group;
    }
  }
  return joinApart(all, links, groups);
};

/** A joined group has new means, so it looks again until nothing more joins. */
const joinApart = (
  all: readonly OwnedPath[],
  links: readonly (readonly Link[])[],
  groups: readonly Group[],
): readonly Group[] => {
  const groupOf = new Int32Array(all.length);
  groups.forEach((members, group) => {
    for (const at of members) groupOf[at] = group;
  });
  const owners = groups.map((members) => new Set(members.map((at) => all[at]!.owner)));
  const pairs = groups.flatMap((members, from) =>
    linksToGroups(members, links, groups, groupOf)
      .filter(
        ({ to, overlap }) =>
          to > from && overlap >= OVERLAP_GATE && groups[to]!.every((at) => !owners[from]!.has(all[at]!.owner)),
      )
      .map(({ to, worth }) => ({ from, to, worth })),
  );
  if (pairs.length === 0) return groups;
  const gone = new Set<number>();
  const joined: Group[] = [];
  for (const { from, to } of pairs.sort((a, b) => b.worth - a.worth || a.from - b.from || a.to - b.to)) {
    if (gone.has(from) || gone.has(to)) continue;
    gone.add(from).add(to);
    joined.push([...groups[from]!, ...groups[to]!]);
  }
  return joinApart(all, links, [...groups.filter((_, group) => !gone.has(group)), ...joined]);
};
