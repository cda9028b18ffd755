import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import { bucketOf } from "../../core/item.ts";
import { BAD_LINES_SHOWN } from "../../core/manifest-line.ts";
import { hashOf } from "../../lambdas/deps.ts";
import { ingestManifest } from "../../lambdas/ingest/manifest.ts";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import type { OpenObject } from "../../lambdas/ingest/open-object.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { itemExtras, saidAtFirst } from "../../lambdas/store/item-extras.ts";
import { itemHistories } from "../../lambdas/store/item-histories.ts";
import { headerToRow } from "../../lambdas/store/item-row.ts";
import { items } from "../../lambdas/store/items.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { texts } from "../../lambdas/store/texts.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { aHeader } from "../support/labelling.ts";
import { anImage } from "../support/media-files.ts";

describe("a manifest", () => {
  let world: IngestWorld;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const lines = (...objects: readonly (object | string)[]): string =>
    objects.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
  const refOf = ({ projectId }: Dataset, name: string) =>
    `s3://${world.deps.config.INGEST_BUCKET}/${projectId}/${name}`;
  const extraSaidOf = async (projectId: ProjectId, itemId: ItemId) => {
    const header = await items(world.deps).find(projectId, itemId);
    return (await itemExtras(world.deps).latest(projectId, itemId)) ?? (header && saidAtFirst(header));
  };
  const extraOf = async ({ projectId, named }: Dataset, name: string) =>
    (await extraSaidOf(projectId, (await named(name)).itemId))?.extra;
  const told = async (dataset: Dataset) =>
    (await dataset.all()).map(({ name, state, text, rejection }) => [name, state, text ?? rejection?.message]);

  it("of texts makes an item of each line, with its number and its other keys", async () => {
    const dataset = await world.dataset("text");
    const content = `\ufeff${lines({ source: "एक", id: 1 }, "", "  ", { source: "two" })}\r\n${lines({ source: "three" })}`;
    await dataset.put("list.jsonl", content);
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["list.jsonl:1", "open", "एक"],
      ["list.jsonl:4", "open", "two"],
      ["list.jsonl:5", "open", "three"],
    ]);
    expect(await extraOf(dataset, "list.jsonl:1")).toEqual({ id: 1 });
    expect(await stats(world.deps).live(dataset.projectId)).toMatchObject({ open: 3, rejected: 0 });
  });

  it("of pictures adds what it says to those that are there, before or after it", async () => {
    const dataset = await world.dataset();
    await dataset.put("before.png", await anImage("png", { red: 3 }));
    await world.ingestAll();
    const names = ["before.png", "after.png", "never.png"];
    await dataset.put(
      "all.manifest",
      lines(...names.map((name) => ({ "source-ref": refOf(dataset, name), of: name }))),
    );
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["all.manifest:2", "rejected", expect.stringContaining("after.png, which is not in the bucket")],
      ["all.manifest:3", "rejected", expect.stringContaining("never.png, which is not in the bucket")],
      ["before.png", "open", undefined],
    ]);
    await dataset.put("after.png", await anImage("png", { red: 4 }));
    await world.ingestAll();
    expect((await dataset.named("after.png")).state).toBe("open");
    for (const name of ["before.png", "after.png"]) expect(await extraOf(dataset, name)).toEqual({ of: name });
  });

  it("takes in a picture that lay in the bucket before anybody listened", async () => {
    const dataset = await world.dataset();
    await dataset.put("old.png", await anImage("png", { red: 5 }));
    world.takeEvents();
    await dataset.put("all.manifest", lines({ "source-ref": refOf(dataset, "old.png"), year: 1999 }));
    await world.ingestAll();
    expect(await dataset.named("old.png")).toMatchObject({ state: "open", media: { width: 60 } });
    expect(await extraOf(dataset, "old.png")).toEqual({ year: 1999 });
  });

  it("tells each bad line with its number and reason, and takes the good ones", async () => {
    const dataset = await world.dataset("text");
    const bad = Buffer.concat([
      Buffer.from(`${lines({ source: "good" }, "{", { "source-ref": "s3://elsewhere/x" }, { source: "" })}\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 10]),
      Buffer.from(`{"source": "${"x".repeat(400_000)}"}\n${lines({ source: "also good" })}\n`),
    ]);
    await dataset.put("mixed.jsonl", bad);
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["mixed.jsonl:1", "open", "good"],
      ["mixed.jsonl:2", "rejected", "line 2: it is not JSON"],
      ["mixed.jsonl:3", "rejected", expect.stringMatching(/^line 3: source-ref does not start with s3:/)],
      ["mixed.jsonl:4", "rejected", "line 4: source is empty"],
      ["mixed.jsonl:5", "rejected", "line 5: it is not in UTF-8"],
      ["mixed.jsonl:6", "rejected", "line 6: it has more than 100000 characters"],
      ["mixed.jsonl:7", "open", "also good"],
    ]);
  });

  it("brought twice, or with its slices in any order and doubled, is the same items", async () => {
    const dataset = await world.dataset("text");
    const many = lines(...Array.from({ length: 1_600 }, (_, at) => ({ source: `text ${at}`, of: "x".repeat(60) })));
    await dataset.put("many.jsonl", many);
    const events = world.takeEvents();
    for (const record of [...events, ...events]) {
      await ingest(world.deps, ingestMessage.parse({ Records: [record] }));
    }
    const slices = await world.takeMessages();
    expect(slices.length).toBeGreaterThan(2);
    for (const slice of [...slices.toReversed(), ...slices]) await ingest(world.deps, ingestMessage.parse(slice));
    const found = await dataset.all();
    expect(found).toHaveLength(1_600);
    expect(new Set(found.map(({ name }) => name))).toEqual(
      new Set(Array.from({ length: 1_600 }, (_, at) => `many.jsonl:${at + 1}`)),
    );
    expect(found.filter(({ name, text }) => text !== `text ${Number(name.split(":")[1]) - 1}`)).toEqual([]);
    expect(await stats(world.deps).live(dataset.projectId)).toMatchObject({ open: 1_600 });
  }, 120_000);

  it("that is bad throughout is told by a thousand lines and a count of the rest, however its slices come", async () => {
    const dataset = await world.dataset("text");
    const total = BAD_LINES_SHOWN + 1_210;
    await dataset.put("bad.jsonl", Array.from({ length: total }, () => `{"no": "${"x".repeat(80)}"}`).join("\n"));
    for (const record of world.takeEvents()) await ingest(world.deps, ingestMessage.parse({ Records: [record] }));
    const slices = (await world.takeMessages()).map((slice) => ingestMessage.parse(slice));
    expect(slices.length).toBeGreaterThan(2);
    await Promise.all([...slices.toReversed(), ...slices].map((slice) => ingest(world.deps, slice)));
    const found = await dataset.all();
    expect(found).toHaveLength(BAD_LINES_SHOWN + 1);
    const [rest, ...others] = found.filter(({ rejection }) => rejection?.code === "more_bad_manifest_lines");
    expect([rest?.name, rest?.rejection?.message, others]).toEqual(["bad.jsonl", "1210 more lines cannot be read", []]);
  }, 120_000);

  it("of a million lines is split in seconds, a piece at a time", async () => {
    const { projectId } = await world.dataset("text");
    const project = await projects(world.deps).find(projectId);
    const piece = Buffer.from(`${JSON.stringify({ source: "a moth on the underside of a leaf" })}\n`.repeat(1_000));
    const object: OpenObject = {
      key: `${projectId}/million.jsonl`,
      etag: '"00"',
      sizeBytes: 1_000 * piece.length,
      read: () => Promise.reject(new Error("it is streamed")),
      stream: async function* () {
        for (let at = 0; at < 1_000; at++) yield piece;
      },
    };
    await ingestManifest(world.deps, project!, object);
    const slices = (await world.takeMessages()) as { slice: { from: number; to: number; firstLine: number } }[];
    const inOrder = slices.map(({ slice }) => slice).sort((a, b) => a.from - b.from);
    expect(inOrder).toHaveLength(5_000);
    expect(
      inOrder.every(({ from, firstLine }, at) => from === (inOrder[at - 1]?.to ?? 0) && firstLine === 1 + at * 200),
    ).toBe(true);
    expect(inOrder.at(-1)?.to).toBe(object.sizeBytes);
  }, 60_000);

  it("that was empty is forgiven when a better one comes, and corrected lines become items", async () => {
    const dataset = await world.dataset("text");
    await dataset.put("list.jsonl", "");
    await world.ingestAll();
    expect(await told(dataset)).toEqual([["list.jsonl", "rejected", "the manifest has no lines"]]);
    await dataset.put("list.jsonl", lines({ source: "one" }, "oops"));
    await world.ingestAll();
    await dataset.put("list.jsonl", lines({ source: "one" }, { source: "two" }));
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["list.jsonl", "replaced", "the manifest has no lines"],
      ["list.jsonl:1", "open", "one"],
      ["list.jsonl:2", "open", "two"],
    ]);
  });

  it("with another text in a line waits for the vendor, as any newer bytes", async () => {
    const dataset = await world.dataset("text");
    await dataset.put("list.jsonl", lines({ source: "one" }));
    await world.ingestAll();
    await dataset.put("list.jsonl", lines({ source: "other" }));
    await world.ingestAll();
    expect(await dataset.all()).toMatchObject([{ text: "one", replacementWaits: true }]);
  });

  it("keeps texts too long for a header beside the item, and what else their lines say", async () => {
    const dataset = await world.dataset("text");
    const long = "पत्ता ".repeat(40).trim();
    await dataset.put("long.jsonl", lines({ source: long, plot: 7 }, { source: "short", why: "y".repeat(600) }));
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["long.jsonl:1", "open", long],
      ["long.jsonl:2", "open", "short"],
    ]);
    expect(await extraOf(dataset, "long.jsonl:1")).toEqual({ plot: 7 });
    expect(await extraOf(dataset, "long.jsonl:2")).toEqual({ why: "y".repeat(600) });
  });

  it("tells a text that is there already as a copy of the first: in one manifest, in another, and run again", async () => {
    const dataset = await world.dataset("text");
    const content = lines({ source: "moth" }, { source: "beetle" }, { source: "moth" });
    await dataset.put("one.jsonl", content);
    await world.ingestAll();
    await dataset.put("two.jsonl", lines({ source: "beetle" }, { source: "wasp" }));
    await world.ingestAll();
    await dataset.put("one.jsonl", content);
    await world.ingestAll();
    const idOf = async (name: string) => (await dataset.named(name)).itemId;
    const firstOf = async (name: string) =>
      (await items(world.deps).find(dataset.projectId, await idOf(name)))?.duplicateOf;
    expect(await dataset.all()).toHaveLength(5);
    expect(await firstOf("one.jsonl:1")).toBeUndefined();
    expect(await firstOf("one.jsonl:3")).toBe(await idOf("one.jsonl:1"));
    expect(await firstOf("two.jsonl:1")).toBe(await idOf("one.jsonl:2"));
    expect(await firstOf("two.jsonl:2")).toBeUndefined();
    expect(await stats(world.deps).live(dataset.projectId)).toMatchObject({ open: 5 });
  });

  it("put again with other words about a line keeps both, and the same words once", async () => {
    const dataset = await world.dataset("text");
    for (const of of ["field 1", "field 1", "field 2", "field 2"]) {
      await dataset.put("list.jsonl", `${lines({ source: "moth", of })}${" ".repeat(world.deps.now() % 7)}`);
      await world.ingestAll();
    }
    expect(await extraOf(dataset, "list.jsonl:1")).toEqual({ of: "field 2" });
    const bucket = bucketOf((await dataset.named("list.jsonl:1")).itemId);
    const { value: found } = await itemHistories(world.deps).ofBucket(dataset.projectId, bucket).next();
    expect(found?.extras.map(({ extra }) => extra)).toEqual([{ of: "field 1" }, { of: "field 2" }]);
  });

  it("whose rows an earlier version wrote is read as before", async () => {
    const dataset = await world.dataset("text");
    const { projectId } = dataset;
    const sha256 = hashOf("moth");
    const itemId = itemIdOf(projectId, `${projectId}/old.jsonl#1`);
    const source = { from: "manifest", manifestKey: `${projectId}/old.jsonl`, line: 1, sizeBytes: 4, sha256 } as const;
    const media = { kind: "text", contentType: "text/plain", codePoints: 4 } as const;
    const header = aHeader({ projectId, itemId, source, media });
    await texts(world.deps).put(projectId, itemId, sha256, "moth");
    await itemExtras(world.deps).record(projectId, itemId, { extra: { plot: 3 }, atMs: 1 });
    await world.deps.table.send(
      new PutItemCommand({
        TableName: world.deps.config.MAIN_TABLE,
        Item: { ...headerToRow(header, true), projectId: { S: projectId }, itemId: { S: itemId } },
      }),
    );
    await world.deps.table.send(
      new PutItemCommand({
        TableName: world.deps.config.MAIN_TABLE,
        Item: {
          pk: { S: `CK#${projectId}#${sha256}` },
          sk: { S: "FIRST" },
          sha256: { S: sha256 },
          itemId: { S: itemId },
        },
      }),
    );
    expect(await items(world.deps).find(projectId, itemId)).toEqual(header);
    await dataset.put("old.jsonl", lines({ source: "moth", plot: 3 }));
    await dataset.put("new.jsonl", lines({ source: "moth" }));
    await world.ingestAll();
    expect(await told(dataset)).toEqual([
      ["new.jsonl:1", "open", "moth"],
      ["old.jsonl:1", "open", "moth"],
    ]);
    expect(await extraOf(dataset, "old.jsonl:1")).toEqual({ plot: 3 });
    const copy = await items(world.deps).find(projectId, (await dataset.named("new.jsonl:1")).itemId);
    expect(copy?.duplicateOf).toBe(itemId);
  });
});
