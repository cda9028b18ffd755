import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeApp } from "../infra/app.ts";
import { build } from "../infra/build.ts";
import { annotate, billOfMillion } from "./cost/annotating.ts";
import { billOfIdleMonth, idleRuns, type Template } from "./cost/idle.ts";
import { billOfMillionItems, ingestLines } from "./cost/ingesting.ts";
import { ledgerTable } from "./cost/ledger.ts";
import { GOALS } from "./goals.ts";
import { PRICES } from "./prices.ts";

/**
 * Four bills in dollars, step by step: a million annotations with answers sent five at a time and singly, a million items
 * from a manifest, and a month in which nobody does anything. Counted over a project of so many items.
 */
export const cost = async (items: number): Promise<string> => {
  const byFive = await annotate(items, 5);
  const singly = await annotate(items, 1);
  const ingested = await ingestLines(10 * items);
  const idle = billOfIdleMonth(await templates(), await idleRuns());
  return [
    ledgerTable(
      "A million annotations, three to an item, five answers to a submit",
      billOfMillion(byFive),
      GOALS.byFive,
    ),
    ledgerTable(
      "A million annotations, three to an item, each answer sent by itself",
      billOfMillion(singly),
      GOALS.singly,
    ),
    "Drafts: 0.00 dollars. They stay on the device; no request carries one.",
    ledgerTable("A million items from a manifest of short texts", billOfMillionItems(ingested), GOALS.ingested),
    ledgerTable("A month in which nobody does anything", idle, GOALS.idle),
    edge(byFive.edge, singly.edge),
    sources(),
  ].join("\n\n");
};

interface Edge {
  readonly requests: number;
  readonly gigabytes: number;
}

const edge = (byFive: Edge, singly: Edge): string => {
  const dollars = ({ requests, gigabytes }: Edge): string =>
    ((requests / PRICES.edgeRequest.per) * PRICES.edgeRequest.dollars + gigabytes * PRICES.edgeTraffic.dollars).toFixed(
      2,
    );
  return [
    "Apart: the same requests come through CloudFront, of which ten million and a thousand GB a month cost nothing, for ever.",
    `Beyond that a million annotations are ${dollars(byFive)} dollars more (five to a submit), ${dollars(singly)} (singly).`,
  ].join("\n");
};

const sources = (): string =>
  [
    "Prices (us-east-1):",
    ...Object.values(PRICES).map(
      ({ dollars, per, unit, source, asOf }) => `  ${dollars} for ${per} ${unit}: ${source}, as of ${asOf}`,
    ),
  ].join("\n");

/** As they would be deployed. */
export const templates = async (): Promise<readonly Template[]> => {
  await build(["lambdas"]);
  const outdir = mkdtempSync(join(tmpdir(), "labelloop-cost-"));
  try {
    makeApp({ outdir, withPage: false, builtinCloudFormationValidation: false }).app.synth();
    return ["Data", "Service"].map((name) => JSON.parse(readFileSync(join(outdir, `${name}.template.json`), "utf8")));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
