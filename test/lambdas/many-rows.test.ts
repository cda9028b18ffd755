import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ItemId } from "../../core/ids.ts";
import type { LedgerLine } from "../../core/pay.ts";
import { annotations, type StoredAnnotation } from "../../lambdas/store/annotations.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { aHeader, annotatorOf, labelled, PEST } from "../support/labelling.ts";
import { openStores, type Stores } from "../support/stores.ts";

/** A page of the table ends at 1 MB: rows as large as may be, so that few of them fill two. */
describe("what does not fit one page of the table", () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores({ quick: true });
  });
  afterEach(() => stores.close());

  it("is all there: every answer to an item that many have corrected often", async () => {
    const header = aHeader();
    const { projectId, itemId } = header;
    await items(stores.deps).create(header, true);
    const answer = labelled(...Array.from({ length: 1_100 }, () => PEST));
    const given = Array.from({ length: 180 }, (_, at): StoredAnnotation => {
      const [round, revision] = [1, 1 + Math.floor(at / 20)];
      const said = { itemId, round, annotatorId: annotatorOf(at % 20), revision, submissionId: `s-${at}` };
      const stamp = { acceptedAtMs: at, late: false, counted: true };
      return { ...said, ...stamp, assignmentId: "A".repeat(26), ontologyVersion: 1, answer } as StoredAnnotation;
    });
    for (const one of given) await annotations(stores.deps).put(projectId, one);
    const found = await items(stores.deps).findWithAnnotations(projectId, itemId);
    expect(found?.annotations).toHaveLength(given.length);
    expect(found?.annotations.filter(({ revision }) => revision === 9)).toHaveLength(20);
  });

  it("is all paid: every line of a month in which somebody worked much", async () => {
    const annotatorId = annotatorOf(1);
    const lines = Array.from({ length: 60 }, (_, at) => {
      const itemId = String(at).padStart(20, "a") as ItemId;
      const work = { annotatorId, projectId: aHeader().projectId, itemId, round: 1 };
      // Its length is what a line has of other names: two pages would be thousands of lines.
      const assignmentId = "A".repeat(20_000);
      const pay = { kind: "paid", amountMicros: 1, currency: "INR" } as const;
      return { ...work, assignmentId, acceptedAtMs: Date.UTC(2026, 2, 3), pay } as LedgerLine;
    });
    for (const line of lines) await ledger(stores.deps).record(line);
    expect(await ledger(stores.deps).ofMonth(annotatorId, "2026-03")).toHaveLength(lines.length);
  });
});
