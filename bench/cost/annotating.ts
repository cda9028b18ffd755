import { reconcile } from "../../lambdas/reconcile.ts";
import { WAIT_MS_A_ROW } from "../../lambdas/steps/recount.ts";
import { type Item, itemSizeBytes } from "../../local/table/attribute-value.ts";
import type { TableEngine } from "../../local/table/engine.ts";
import { openCountedWorld } from "../scale/counted-world.ts";
import { startLabelling } from "../scale/labelling.ts";
import { addUse, NO_USE, type Use } from "../scale/use.ts";
import type { CostLine } from "./ledger.ts";
import { linesOfUse } from "./lines-of-use.ts";

const PACKET = 10;
const OVERLAP = 3;
/** Simulated: enough that packets meet, few enough that each gets some. */
const PEOPLE = 6;
/** What is done by the minute is shared by so many people's answers: a team of thirty at twenty seconds each. */
const TEAM = { people: 30, secondsAnAnswer: 20 } as const;
const MILLION = 1_000_000;

/** What a project used while it was labelled to its end, by what used it. */
export interface Annotated {
  readonly annotations: number;
  /** Assigns that handed items over. One that finds nothing is for the file that idle pages look at. */
  readonly assign: Use;
  readonly submit: Use;
  /** By the minute. */
  readonly feed: Use;
  readonly reconcile: Use;
  /** One count of everything. */
  readonly recount: Use;
  /** For a million annotations: what goes through CloudFront. */
  readonly edge: { readonly requests: number; readonly gigabytes: number };
}

/**
 * A whole project of so many items is labelled by three people each, who take packets by ticket and send their answers
 * so many at a time: from the first packet to the last answer.
 */
export const annotate = async (items: number, answersInSubmit: number): Promise<Annotated> => {
  const world = await openCountedWorld({ withRounds: true });
  const { deps, stores, take } = world;
  const labelling = await startLabelling(deps, stores.engine, {
    ...{ items, annotators: PEOPLE, overlap: { min: OVERLAP, max: OVERLAP }, packetItems: PACKET, tickets: true },
  });
  let [assign, submit, feed] = [NO_USE, NO_USE, NO_USE];
  let annotations = 0;
  take();
  const packetOf = async (person: (typeof labelling.people)[number]): Promise<boolean> => {
    const packet = await labelling.assign(person);
    const asked = take(1);
    if (!packet) return false;
    assign = addUse(assign, asked);
    for (let from = 0; from < packet.items.length; from += answersInSubmit) {
      const itemIds = packet.items.slice(from, from + answersInSubmit).map(({ itemId }) => itemId);
      await labelling.submit(person, packet.assignmentId, itemIds);
      submit = addUse(submit, take(1));
      annotations += itemIds.length;
    }
    return true;
  };
  let waiting = labelling.people;
  while (waiting.length > 0) {
    stores.pass(60_000);
    await labelling.feed();
    feed = addUse(feed, take(1));
    const served = [];
    for (const person of waiting) if (await packetOf(person)) served.push(person);
    waiting = served;
  }
  // The first run counts everything; what it reads follows from the size of the rows, however few there are here.
  await reconcile(deps);
  stores.pass(1_000);
  take();
  await reconcile(deps);
  const without = take(1);
  const rows = await rowsOfItems(stores.engine, deps.config.MAIN_TABLE);
  const readUnits = rows.reduce((sum, row) => sum + itemSizeBytes(row), 0) / 4096;
  const recount = { ...NO_USE, readUnits, writeUnits: 1 };
  const { requests, bytes } = labelling.answered;
  const edge = {
    requests: (requests / annotations) * MILLION,
    gigabytes: ((bytes / annotations) * MILLION) / 1e9,
  };
  return { annotations, assign, submit, feed, reconcile: without, recount, edge };
};

interface Scanned {
  readonly Items: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}

const rowsOfItems = async (engine: TableEngine, TableName: string): Promise<readonly Item[]> => {
  const rows: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = (await engine.call("Scan", { TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) })) as Scanned;
    rows.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return rows.filter(({ pk }) => pk && "S" in pk && pk.S.startsWith("P#"));
};

/** The bill of a million annotations, from what was counted over some of them. */
export const billOfMillion = (counted: Annotated): readonly CostLine[] => {
  const { annotations } = counted;
  const minutes = MILLION / ((TEAM.people * 60) / TEAM.secondsAnAnswer);
  const rows = annotations + annotations / OVERLAP;
  const recounts = (minutes * 60_000) / (rows * WAIT_MS_A_ROW);
  const each = { counted: annotations, toldFor: MILLION, isRequest: true } as const;
  return [
    ...linesOfUse(counted.assign, { step: "assign", function: "assign", ...each }),
    ...linesOfUse(counted.submit, { step: "submit", function: "submit", ...each }),
    ...linesOfUse(counted.feed, {
      ...{ step: "feed, by the minute", function: "feed", counted: counted.feed.requests, toldFor: minutes },
    }),
    ...linesOfUse(counted.reconcile, {
      ...{ step: "reconcile, by the minute", function: "reconcile", counted: 1, toldFor: minutes },
    }),
    ...linesOfUse(counted.recount, { step: "recount", function: "reconcile", counted: 1, toldFor: recounts }),
  ];
};
