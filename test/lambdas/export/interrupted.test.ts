import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import type { Export } from "../../../core/export.ts";
import { recipesFor } from "../../../core/formats/bundle.ts";
import { type LabelId, parseExportId } from "../../../core/ids.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import { finishBundle } from "../../../lambdas/export/finish.ts";
import { allGathered, gatherShard } from "../../../lambdas/export/gather.ts";
import { EXPORT_SHARDS, exportMessage } from "../../../lambdas/export/message.ts";
import { SETTLE_MS } from "../../../lambdas/export/moment.ts";
import { planOf } from "../../../lambdas/export/plan.ts";
import { volumesOf } from "../../../lambdas/export/volumes.ts";
import { runExport } from "../../../lambdas/export.ts";
import { exportObjects, MANIFEST } from "../../../lambdas/store/export-objects.ts";
import { type ExportPiece, exportProgress } from "../../../lambdas/store/export-progress.ts";
import { exportRecords } from "../../../lambdas/store/exports.ts";
import { type ExportWorld, startExportWorld } from "../../support/export-world.ts";

const labelled = (x: number): Answer => ({
  kind: "labelled",
  value: {
    classes: ["pest" as LabelId],
    shapes: [{ type: "box", id: "b", label: "pest" as LabelId, x, y: 1, width: 9, height: 9 }],
  },
});
const shaOf = ({ files = [] }: Export) => Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));

describe("an export that is cut off", () => {
  let at: ExportWorld;
  let asOfMs: number;
  let whole: Export;

  beforeAll(async () => {
    at = await startExportWorld();
    const people = ["asha", "birsa"].map((name) => at.person(name));
    for (let nth = 0; nth < 24; nth++) {
      const itemId = await at.item(`p/${nth}.jpg`);
      for (const one of people) await at.answer(itemId, one, nth % 5 === 0 ? { kind: "cant_tell" } : labelled(nth));
    }
    asOfMs = at.deps.now();
    whole = await at.exportAsOf(asOfMs);
  });
  afterAll(() => at.close());

  /** The same export again under a new id, not yet begun. */
  const asked = async (): Promise<Export> => {
    const again: Export = { ...whole, exportId: parseExportId(ulid())!, state: "queued" };
    const { counts: _, files: __, manifestSha256: ___, ...fresh } = again;
    await exportRecords(at.deps).create(fresh);
    return fresh;
  };
  const begin = async (wanted: Export, deps: Deps = at.deps) => {
    at.pass(SETTLE_MS);
    await runExport(deps, { projectId: at.projectId, exportId: wanted.exportId, step: "begin" });
  };

  it("has the same bytes after writes to its bucket failed", async () => {
    const wanted = await asked();
    await begin(wanted);
    const failing = failFirstWrites(at.deps);
    let failures = 0;
    for (let waiting = at.takeMessages(); waiting.length > 0; waiting = at.takeMessages()) {
      for (const message of waiting) {
        for (;;) {
          try {
            await runExport(failing, exportMessage.parse(message));
            break;
          } catch {
            failures++;
            const shown = await exportRecords(at.deps).find(at.projectId, wanted.exportId);
            expect(shown?.state).toBe("failed");
            expect(shown?.failure).toContain(wanted.exportId);
          }
        }
      }
    }
    expect(failures).toBeGreaterThan(EXPORT_SHARDS);
    const done = await at.ready(wanted.exportId);
    expect(shaOf(done)).toEqual(shaOf(whole));
    expect(done.failure).toBeUndefined();
  });

  it("has the same bytes when every message comes twice, at once", async () => {
    const wanted = await asked();
    await begin(wanted);
    for (let waiting = at.takeMessages(); waiting.length > 0; waiting = at.takeMessages()) {
      const twice = [...waiting, ...waiting].map((message) => exportMessage.parse(message));
      await Promise.all(twice.map((message) => runExport(at.deps, message)));
    }
    expect(shaOf(await at.ready(wanted.exportId))).toEqual(shaOf(whole));
  });

  it("has the same bytes in small pieces, stopping after each", async () => {
    const wanted = await asked();
    const plan = await planOf(at.deps, wanted);
    let pauses = 0;
    for (let shard = 0; shard < EXPORT_SHARDS; shard++) {
      while ((await gatherShard(at.deps, plan, shard, () => true, 500)) === "paused") pauses++;
    }
    expect(pauses).toBeGreaterThan(10);
    const pieces = await exportProgress(at.deps).pieces(wanted.exportId);
    expect(allGathered(pieces)).toBe(true);
    expect(await gatherShard(at.deps, plan, 0, () => true, 500)).toBe("gathered");
    expect(await exportProgress(at.deps).pieces(wanted.exportId)).toEqual(pieces);
    expect(allGathered(pieces.slice(1))).toBe(pieces[0]?.last === false);
    while ((await finishBundle(at.deps, plan, pieces, () => true)) === "paused") pauses++;
    expect(shaOf(await at.ready(wanted.exportId))).toEqual(shaOf(whole));
  });

  it("keeps the first manifest when another run publishes again", async () => {
    const wanted = await asked();
    const objects = exportObjects(at.deps);
    const first = await objects.publishOnce(wanted, MANIFEST, "first");
    expect(await objects.publishOnce(wanted, MANIFEST, "second, longer")).toEqual(first);
    expect(await at.file(wanted, "manifest.json")).toBe("first");
  });

  it("is not begun again once it is ready", async () => {
    await begin(whole);
    expect(at.takeMessages()).toEqual([]);
    await exportRecords(at.deps).markFailed(at.projectId, whole.exportId, "late");
    expect(await at.ready(whole.exportId)).toMatchObject({ state: "ready" });
  });

  it("stores files of many parts as they came, counted and hashed", async () => {
    const wanted = await asked();
    const chunk = Buffer.alloc(3 * 1024 * 1024, "0123456789abcdef");
    async function* chunks() {
      for (let nth = 0; nth < 7; nth++) yield chunk;
    }
    const file = await exportObjects(at.deps).putFile(wanted, "big.jsonl", chunks());
    const whole = Buffer.concat(Array.from({ length: 7 }, () => chunk));
    expect(file).toEqual({
      name: "big.jsonl",
      sizeBytes: whole.length,
      sha256: createHash("sha256").update(whole).digest("hex"),
    });
    expect(
      createHash("sha256")
        .update(await at.file(wanted, "big.jsonl"))
        .digest("hex"),
    ).toBe(file.sha256);
  });
});

/** The first write of every object fails. */
const failFirstWrites = (deps: Deps): Deps => {
  const tried = new Set<string>();
  const send = async (command: Parameters<Deps["bucket"]["send"]>[0]) => {
    const key = command instanceof PutObjectCommand ? command.input.Key : undefined;
    if (key && /^exports|\/\d\/0$/.test(key) && !tried.has(key)) {
      tried.add(key);
      throw new Error("the bucket does not answer");
    }
    return deps.bucket.send(command as never);
  };
  return { ...deps, bucket: Object.assign(Object.create(deps.bucket), { send }) };
};

it("splits a file that is too large for one run into numbered ones that each stand alone", () => {
  const piece = (number: number): ExportPiece => ({
    shard: 0,
    number,
    last: false,
    sizes: { "coco-images": 40, "coco-annotations": 60, raw: 5 },
    images: 1,
    counts: {},
  });
  const pieces = [0, 1, 2, 3, 4].map(piece);
  const header = {
    title: { en: "t" },
    askedBy: "a",
    asOfMs: 0,
    ontologyVersion: 1,
    labels: [],
    retired: [],
    tools: ["box"] as const,
  };
  const recipes = recipesFor(["coco", "csv"], header);
  const coco = recipes.find(({ name }) => name === "instances.json")!;
  const raw = recipes.find(({ name }) => name === "raw_answers.csv")!;
  expect(volumesOf(coco, pieces, 250).map(({ name, pieces: run }) => [name, run.map(({ number }) => number)])).toEqual([
    ["instances-0001.json", [0, 1]],
    ["instances-0002.json", [2, 3]],
    ["instances-0003.json", [4]],
  ]);
  expect(volumesOf(raw, pieces, 250).map(({ name }) => name)).toEqual(["raw_answers.csv"]);
  expect(volumesOf(raw, [], 250)).toMatchObject([{ name: "raw_answers.csv", pieces: [] }]);
});
