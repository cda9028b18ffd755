import { expect, it } from "vitest";
import { whatBroke } from "../../bench/kill/proof.ts";
import { killAgainAndAgain, OVERLAP, waysToFill } from "../../bench/kill.ts";
import { QUICK_PASSWORDS } from "../../bench/office/server-process.ts";

const SEED = 20_261;

it("loses nothing that it acknowledged, asks nobody too often and pays each answer once, killed at any moment and with its disk full", async () => {
  const told: string[] = [];
  const run = await killAgainAndAgain(
    { kills: 5, annotators: 10, seed: SEED, full: waysToFill(), exports: false, texts: 30, nodeArgs: QUICK_PASSWORDS },
    (line) => told.push(line),
  ).catch((error: unknown) => {
    throw new Error(`seed ${SEED}\n${told.join("\n")}`, { cause: error });
  });
  expect(run.restartMs).toHaveLength(5);
  expect(run.seen.acknowledged.length).toBeGreaterThan(80);
  expect(run.broken).toEqual({ lost: [], surplus: [], undecided: [], wronglyPaid: [] });
  // And the same looks would have seen it: an answer that is not there, one too many, a line that is missing.
  const { kept } = run;
  const [first] = run.seen.acknowledged;
  if (!first) throw new Error("nothing was acknowledged");
  expect(whatBroke([{ ...first, submissionId: "never sent" }], kept, OVERLAP).lost).toHaveLength(1);
  expect(whatBroke([{ ...first, label: "another" }], kept, OVERLAP).lost).toHaveLength(1);
  expect(whatBroke([], kept, OVERLAP - 1).surplus).toHaveLength(kept.items.length);
  expect(whatBroke([], { ...kept, ledger: kept.ledger.slice(1) }, OVERLAP).wronglyPaid).toHaveLength(1);
  expect(run.missingItems).toBe(0);
  expect(run.seen.refused).toEqual([]);
  expect(run.seen.cut).toBeGreaterThan(0);
  for (const { refused } of run.fullDisks) expect(refused).toBeGreaterThan(0);
  expect(run.fullDisks).toHaveLength(waysToFill().length);
});
