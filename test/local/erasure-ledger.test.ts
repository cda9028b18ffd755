import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderLedger, ledgerFileOf } from "../../local/folder/erasure-ledger.ts";
import { annotatorOf } from "../support/labelling.ts";

describe("the ledger of who was erased", () => {
  let scratch: string;
  let folder: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "labelloop-ledger-"));
    folder = join(scratch, "served");
    mkdirSync(folder);
  });
  afterEach(() => rmSync(scratch, { recursive: true }));
  const one = { personId: annotatorOf(1), atMs: 5 };
  const two = { personId: annotatorOf(2), atMs: 6 };

  it("lies beside the folder, so that an old copy in the folder's place does not take it back", async () => {
    await folderLedger(folder).record(one);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    expect(await folderLedger(folder).all()).toEqual([one]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("names nobody twice, and keeps the first moment", async () => {
    const ledger = folderLedger(folder);
    for (const erasure of [one, two, { ...one, atMs: 9 }]) await ledger.record(erasure);
    expect(await ledger.all()).toEqual([one, two]);
  });

  it("goes on after a line that a crash cut off", async () => {
    await folderLedger(folder).record(one);
    appendFileSync(ledgerFileOf(folder), '{"personId":"0000');
    expect(await folderLedger(folder).all()).toEqual([one]);
    await folderLedger(folder).record(two);
    expect(await folderLedger(folder).all()).toEqual([one, two]);
  });
});
