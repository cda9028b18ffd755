import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemId } from "../../core/ids.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { resolveReplacement } from "../../lambdas/resolve-replacement.ts";
import { items } from "../../lambdas/store/items.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { anImage } from "../support/media-files.ts";

describe("newer bytes under the name of an item", () => {
  let world: IngestWorld;
  let dataset: Dataset;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const picture = (red: number) => anImage("png", { red, width: 40 + red });
  const header = (itemId: string) => items(world.deps).find(dataset.projectId, itemId as ItemId);
  const settle = (itemId: string, accept: boolean) =>
    world.ask(endpoints.resolveReplacement, resolveReplacement, {
      as: world.vendor,
      path: { projectId: dataset.projectId, itemId },
      body: { accept },
    });
  /** An item that people may be labelling, and newer bytes. */
  const waiting = async () => {
    dataset = await world.dataset();
    await dataset.put("leaf.png", await picture(1));
    await world.ingestAll();
    const { itemId } = await dataset.named("leaf.png");
    await dataset.put("leaf.png", await picture(2));
    await world.ingestAll();
    return itemId;
  };

  it("wait for the vendor; meanwhile the item stays as it is", async () => {
    const itemId = await waiting();
    const card = await dataset.named("leaf.png");
    expect(card).toMatchObject({ itemId, state: "open", replacementWaits: true, media: { width: 41 } });
  });

  it("become a new item when they are taken, and the old one asks nobody any more", async () => {
    const old = await waiting();
    const claimed = (await header(old))!;
    const claims = { [world.vendor.personId]: "01ARZ3NDEKTSV4RRFFQ69G5FAV" as never };
    await items(world.deps).replace({ ...claimed, claims }, claimed.ver, true);
    const { status, body } = await settle(old, true);
    expect(status).toBe(200);
    expect(await header(body["itemId"] as string)).toMatchObject({ state: "open", media: { width: 42 }, claims: {} });
    const replaced = await header(old);
    expect(replaced).toMatchObject({ state: "replaced", media: { width: 41 }, claims, replacedAtMs: world.deps.now() });
    expect(replaced?.replacement).toBeUndefined();
    expect(await stats(world.deps).live(dataset.projectId)).toMatchObject({ open: 1, replaced: 1 });
    expect(await settle(old, true)).toMatchObject({ status: 409, body: { code: "conflict" } });
  });

  it("are forgotten when they are refused, also when their event comes again", async () => {
    dataset = await world.dataset();
    await dataset.put("leaf.png", await picture(1));
    await world.ingestAll();
    await dataset.put("leaf.png", await picture(2));
    const [event] = world.takeEvents();
    const message = ingestMessage.parse({ Records: [event] });
    await ingest(world.deps, message);
    const { itemId } = await dataset.named("leaf.png");
    expect(await settle(itemId, false)).toEqual({ status: 200, body: { itemId } });
    await ingest(world.deps, message);
    expect(await dataset.named("leaf.png")).toMatchObject({ state: "open", replacementWaits: false });
  });

  it("that are the same bytes are no news", async () => {
    dataset = await world.dataset();
    for (let time = 0; time < 2; time++) {
      await dataset.put("leaf.png", await picture(1));
      await world.ingestAll();
    }
    expect(await dataset.named("leaf.png")).toMatchObject({ replacementWaits: false });
  });

  it("that are broken are shown as rejected beside it", async () => {
    dataset = await world.dataset();
    await dataset.put("leaf.png", await picture(1));
    await world.ingestAll();
    await dataset.put("leaf.png", "not a picture");
    await world.ingestAll();
    const all = await dataset.all();
    expect(all.map(({ state, replacementWaits }) => [state, replacementWaits]).sort()).toEqual([
      ["open", false],
      ["rejected", false],
    ]);
  });

  it("that came before, by an event that came late, change nothing", async () => {
    dataset = await world.dataset();
    await dataset.put("leaf.png", await picture(1));
    await dataset.put("leaf.png", await picture(2));
    const [first, second] = world.takeEvents();
    for (const record of [second, first]) await ingest(world.deps, ingestMessage.parse({ Records: [record] }));
    expect(await dataset.named("leaf.png")).toMatchObject({ media: { width: 42 }, replacementWaits: false });
  });

  /** Takes an event in, and others while its bytes are being read. */
  const ingestWhile = async (event: unknown, meanwhile: readonly unknown[]) => {
    const take = (deps: typeof world.deps, record: unknown) => ingest(deps, ingestMessage.parse({ Records: [record] }));
    let left = meanwhile;
    const send: typeof world.deps.bucket.send = async (command: never) => {
      const [records, deps] = [left, world.deps];
      left = [];
      for (const record of records) await take(deps, record);
      return world.deps.bucket.send(command);
    };
    const bucket = Object.create(world.deps.bucket, { send: { value: send } });
    await take({ ...world.deps, bucket }, event);
    expect(left).toEqual([]);
  };

  it("are not lost to older ones that were being read when they came", async () => {
    dataset = await world.dataset();
    for (const red of [1, 2, 3]) await dataset.put("leaf.png", await picture(red));
    const [one, two, three] = world.takeEvents();
    await ingestWhile(one, []);
    await ingestWhile(two, [three]);
    const { body } = await settle((await dataset.named("leaf.png")).itemId, true);
    expect(await header(body["itemId"] as string)).toMatchObject({ media: { width: 43 } });
  });

  it("are not lost to others that were put between, when they are put once more", async () => {
    dataset = await world.dataset();
    for (const red of [1, 2, 3, 2]) await dataset.put("leaf.png", await picture(red));
    const [one, two, three, again] = world.takeEvents();
    await ingestWhile(one, []);
    await ingestWhile(two, []);
    await ingestWhile(three, [again]);
    const { body } = await settle((await dataset.named("leaf.png")).itemId, true);
    expect(await header(body["itemId"] as string)).toMatchObject({ media: { width: 42 } });
  });

  it("wait for the item that took its place, when that has happened before", async () => {
    const old = await waiting();
    const { body } = await settle(old, true);
    await dataset.put("leaf.png", await picture(3));
    await world.ingestAll();
    expect((await header(old))?.replacement).toBeUndefined();
    const current = body["itemId"] as string;
    expect((await header(current))?.replacement).toBeDefined();
    const { body: next } = await settle(current, true);
    expect(await header(next["itemId"] as string)).toMatchObject({ state: "open", media: { width: 43 } });
    expect((await header(current))?.state).toBe("replaced");
  });

  it("that an item of this name had before are not taken a second time", async () => {
    const old = await waiting();
    const { body: second } = await settle(old, true);
    await dataset.put("leaf.png", await picture(3));
    await world.ingestAll();
    const { body: third } = await settle(second["itemId"] as string, true);
    await dataset.put("leaf.png", await picture(2));
    await world.ingestAll();
    expect(await settle(third["itemId"] as string, true)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining("another name") },
    });
    expect((await settle(third["itemId"] as string, false)).status).toBe(200);
  });

  it("are settled once by two vendors at the same moment", async () => {
    const old = await waiting();
    const answers = await Promise.all([settle(old, true), settle(old, true), settle(old, true)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await dataset.all()).map(({ state }) => state).sort()).toEqual(["open", "replaced"]);
  });
});
