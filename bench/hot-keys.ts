import type { ItemId } from "../core/ids.ts";
import { bucketOf } from "../core/item.ts";
import { seeded } from "../core/seeded.ts";
import { reconcile } from "../lambdas/reconcile.ts";
import { backlogOrder } from "../lambdas/store/item-row.ts";
import { openCountedWorld } from "./scale/counted-world.ts";
import { startLabelling } from "./scale/labelling.ts";
import { keyLedger, type Touched } from "./scale/touched-keys.ts";

/** What a key can give each second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
export const KEY_MAX = { reads: 3_000, writes: 1_000 } as const;
const PACKET = 10;
const OVERLAP = 3;
/** The crowd that figures are told for. */
const CROWD = 10_000;
/** Simulated: enough for shares to settle. */
const PEOPLE = 8;

/** How fast everybody works, and how answers travel. */
export interface Pace {
  readonly secondsAnAnswer: number;
  readonly answersInSubmit: number;
}

export const PACES: readonly Pace[] = [
  { secondsAnAnswer: 20, answersInSubmit: 5 },
  { secondsAnAnswer: 5, answersInSubmit: 5 },
  { secondsAnAnswer: 5, answersInSubmit: 1 },
];

export interface HotKey extends Touched {
  readonly key: string;
}

/**
 * Units a second by key for ten thousand people in one project, hottest first by share of what a key can give. Some people
 * label so many items by the real handlers, and what each key is asked for is counted. A key that all share is asked by
 * the whole crowd as often, an answer, as by the few; a key of one person only by her; the buckets of items together, of
 * which the hottest has the share that the backlog's order gives it in a backlog of a hundred million; what runs by the
 * minute is added as often as it runs.
 */
export const hotKeys = async (
  items: number,
  { secondsAnAnswer, answersInSubmit }: Pace,
): Promise<readonly HotKey[]> => {
  const ledger = keyLedger();
  const world = await openCountedWorld({ onCall: ledger.onCall });
  const { deps, stores } = world;
  const labelling = await startLabelling(deps, stores.engine, {
    ...{ items, annotators: PEOPLE, overlap: { min: OVERLAP, max: OVERLAP }, packetItems: PACKET, tickets: true },
    confidenceTarget: 0.95,
  });
  let answers = 0;
  let minutes = 0;
  ledger.take();
  const byMinute = new Map<string, Touched>();
  const byAnswer = new Map<string, Touched>();
  // A third of the items, so that nobody comes to the end, where packets are made from the backlog.
  while (answers < items) {
    stores.pass(60_000);
    await labelling.feed();
    await reconcile(deps);
    minutes += 1;
    addAll(byMinute, ledger.take());
    for (const person of labelling.people) {
      const packet = await labelling.assign(person);
      if (!packet) continue;
      for (let from = 0; from < packet.items.length; from += answersInSubmit) {
        const itemIds = packet.items.slice(from, from + answersInSubmit).map(({ itemId }) => itemId);
        await labelling.submit(person, packet.assignmentId, itemIds);
        answers += itemIds.length;
      }
    }
    addAll(byAnswer, ledger.take());
  }
  await world.close();
  const ofCrowd = CROWD / secondsAnAnswer / answers;
  const ofOne = PEOPLE / secondsAnAnswer / answers;
  const ofBucket = ofCrowd * hottestBucketShare();
  const rates = new Map<string, Touched>();
  addAll(rates, byMinute, 1 / minutes / 60);
  for (const [key, touched] of byAnswer) {
    if (isOfItems(key)) addAll(rates, [[HOTTEST_BUCKET, touched]], ofBucket);
    else addAll(rates, [[key, touched]], isOfOne(key) ? ofOne : ofCrowd);
  }
  return [...rates].map(([key, rate]) => ({ key, ...rate })).sort((a, b) => shareOf(b) - shareOf(a));
};

/** How much of what a key can give is asked of it. */
export const shareOf = ({ reads, writes }: Touched): number => Math.max(reads / KEY_MAX.reads, writes / KEY_MAX.writes);

const HOTTEST_BUCKET = "table P#forest00#(the hottest bucket)";
const isOfItems = (key: string): boolean => key.startsWith("table P#");

/** The largest backlog that is told of, and what the crowd holds of it at once: a packet open and one fetched ahead. */
const BACKLOG = 100_000_000;
const HELD = CROWD * PACKET * 2;
/** Ids drawn for the whole backlog: the more, the less the share is overrated. */
const DRAWN = 200_000;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * Of the items that the crowd holds at once, which stand together in the backlog's order, the share that lies in one bucket:
 * about a 256th if order and bucket have nothing to do with each other, all of them if the order goes by buckets.
 */
export const hottestBucketShare = (): number => {
  share ??= shareOfHottestBucket();
  return share;
};

let share: number | undefined;

const shareOfHottestBucket = (): number => {
  const { whole } = seeded(1);
  const ids = Array.from(
    { length: DRAWN },
    () => Array.from({ length: 20 }, () => LETTERS[whole(0, LETTERS.length - 1)] ?? "a").join("") as ItemId,
  );
  const inOrder = ids.map((itemId) => ({ itemId, bs: placeOf(itemId) })).sort((a, b) => (a.bs < b.bs ? -1 : 1));
  const held = inOrder.slice(0, Math.round((DRAWN * HELD) / BACKLOG));
  const buckets = Map.groupBy(held, ({ itemId }) => bucketOf(itemId));
  return Math.max(...[...buckets.values()].map(({ length }) => length)) / held.length;
};

const placeOf = (itemId: ItemId): string => backlogOrder({ priority: 16, itemId, round: 1 });

const isOfOne = (key: string): boolean => /^table (?:AN|PAY)#/.test(key);

const addAll = (sums: Map<string, Touched>, touched: Iterable<readonly [string, Touched]>, times = 1): void => {
  for (const [key, { reads, writes }] of touched) {
    const before = sums.get(key) ?? { reads: 0, writes: 0 };
    sums.set(key, { reads: before.reads + reads * times, writes: before.writes + writes * times });
  }
};

const SHOWN = 10;

/** The ten hottest keys at each pace. */
export const hotKeysTold = async (items: number): Promise<string> => {
  const tables: string[] = [];
  for (const pace of PACES) {
    const keys = await hotKeys(items, pace);
    const over = keys.filter((key) => shareOf(key) > 1).length;
    const lines = keys.slice(0, SHOWN).map((key) => {
      const share = `${(100 * shareOf(key)).toFixed(1)} %`;
      return `  ${key.key.padEnd(52)} ${key.reads.toFixed(1).padStart(9)} ${key.writes.toFixed(1).padStart(9)} ${share.padStart(8)}`;
    });
    tables.push(
      [
        `${CROWD} people, an answer in ${pace.secondsAnAnswer} s, ${pace.answersInSubmit} to a submit: ${over} of ${keys.length} keys above what a key can give`,
        `  ${"key".padEnd(52)} ${"reads/s".padStart(9)} ${"writes/s".padStart(9)} ${"of max".padStart(8)}`,
        ...lines,
      ].join("\n"),
    );
  }
  return tables.join("\n\n");
};
