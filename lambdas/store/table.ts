/**
 * Attributes and indexes of the two tables, said once: `infra` builds the tables from this, stores spell keys with it.
 * Keys themselves are spelled only in this folder, one file per stored entity; docs/data-model.md is its index.
 */
export const KEY = { partition: "pk", sort: "sk" } as const;

/** All indexes are KEYS_ONLY and sparse: an index proposes, a strong read of the row and a conditional write dispose. */
export const INDEX = {
  /** Items that want annotators, by priority: `bk` = B#project#shard, `bs` = priority~item. */
  backlog: { name: "backlog", partition: "bk", sort: "bs" },
  /** Open assignments by the end of their lease: `lk` = LX#shard, `ls` = ISO time#assignment. */
  leases: { name: "leases", partition: "lk", sort: "ls" },
  /** The other way round: members of a project, projects, items that wait for a person, open exports. */
  inverted: { name: "inverted", partition: "ik", sort: "is" },
} as const;

/** Shards of the index partitions, so that no one key takes all writes. */
export const SHARDS = { backlog: 16, leases: 16, live: 8 } as const;
