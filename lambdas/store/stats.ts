import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import { addCounts, type Counts, NO_COUNTS } from "../../core/progress.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, N, numberOf, type Row, S } from "./row.ts";
import { SHARDS } from "./table.ts";

const liveKey = (projectId: ProjectId, shard: number) => ({ pk: S(`ST#${projectId}#${shard}`), sk: S("LIVE") });
const exactKey = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("STAT") });

/** What was counted exactly, and where counting is. */
export interface ExactStats {
  /** Counts writes of the row; 0 before the first. */
  readonly ver: number;
  readonly counted?: {
    readonly counts: Counts;
    readonly annotators: number;
    /** Live sums when the walk began: changes since are what the sums have gained. */
    readonly liveThen: Counts;
    /** 0 while only changes are known. */
    readonly asOfMs: number;
    /** The end of the last walk, also of one that was not counted by because much changed meanwhile. */
    readonly walkedAtMs: number;
  };
  readonly walk?: Walk;
  /** A walk that nothing disturbed: it counts once what was under way during it has landed in the sums. */
  readonly unsettled?: Unsettled;
}

export interface Unsettled {
  readonly counts: Counts;
  readonly liveThen: Counts;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** A walk over all buckets that is under way: it goes on where it was left. */
export interface Walk {
  readonly bucket: number;
  /** Last item that was counted in the bucket. */
  readonly after?: string;
  readonly counts: Counts;
  /** Annotators met so far, shortened: enough to count them. */
  readonly annotators: readonly string[];
  readonly liveThen: Counts;
  readonly startedAtMs: number;
}

interface MayLag {
  readonly mayLag?: boolean;
}

const NAMES = Object.keys(NO_COUNTS) as readonly (keyof Counts)[];

/** Counts for people to look at: sums of changes that may drift, and an exact recount that sets them right. */
export const stats = ({ table, config, random }: Pick<Deps, "table" | "config" | "random">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Adds changes: one write for all that a request changed. Lost or doubled in a crash, hence the recount. */
    async add(projectId: ProjectId, change: Partial<Counts>): Promise<void> {
      const changed = NAMES.filter((name) => (change[name] ?? 0) !== 0);
      if (changed.length === 0) return;
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: liveKey(projectId, Math.floor(random() * SHARDS.live)),
          UpdateExpression: `ADD ${changed.map((name) => `#${name} :${name}`).join(", ")}`,
          ExpressionAttributeNames: Object.fromEntries(changed.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(changed.map((name) => [`:${name}`, N(change[name] ?? 0)])),
        }),
      );
    },

    /**
     * Sums of all changes ever. Meaningless alone: compared with `liveThen`. `mayLag` is for who looks each minute whether
     * anything is to be done: the next look sees what this one missed.
     */
    async live(projectId: ProjectId, { mayLag = false }: MayLag = {}): Promise<Counts> {
      const keys = Array.from({ length: SHARDS.live }, (_, shard) => liveKey(projectId, shard));
      const rows = await Promise.all(
        keys.map((Key) => table.send(new GetItemCommand({ TableName, Key, ConsistentRead: !mayLag }))),
      );
      return rows.flatMap(({ Item }) => (Item ? [countsFromRow(Item)] : [])).reduce(addCounts, NO_COUNTS);
    },

    async exact(projectId: ProjectId, { mayLag = false }: MayLag = {}): Promise<ExactStats> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: exactKey(projectId), ConsistentRead: !mayLag }),
      );
      return Item ? { ...jsonOf<Omit<ExactStats, "ver">>(Item, "stats"), ver: numberOf(Item, "ver") } : { ver: 0 };
    },

    /** Writes the next, if nobody else has walked meanwhile. */
    async replaceExact(projectId: ProjectId, { ver, ...next }: ExactStats): Promise<"replaced" | "changed-meanwhile"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...exactKey(projectId), ver: N(ver + 1), stats: J(next) },
            ConditionExpression: ver === 0 ? "attribute_not_exists(pk)" : "ver = :read",
            ...(ver > 0 && { ExpressionAttributeValues: { ":read": N(ver) } }),
          }),
        );
        return "replaced";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "changed-meanwhile";
      }
    },
  };
};

const countsFromRow = (row: Row): Counts => ({
  ...NO_COUNTS,
  ...Object.fromEntries(NAMES.map((name) => [name, row[name] ? numberOf(row, name) : 0])),
});
