import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bucketOf, type ItemHeader, type ItemState } from "../../core/item.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { listItems } from "../../lambdas/list-items.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { memberOf } from "../support/people-world.ts";

describe("the list of items", () => {
  let world: IngestWorld;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const anItem = ({ projectId }: Dataset, name: string, given: Partial<ItemHeader> = {}): ItemHeader => ({
    projectId,
    itemId: itemIdOf(projectId, `${projectId}/${name}`),
    ver: 1,
    round: 1,
    state: "open",
    overlapWanted: 0,
    priority: 16,
    claims: {},
    answeredBy: [],
    snapshot: 0,
    media: { kind: "image", contentType: "image/png", width: 4, height: 3, orientation: 1 },
    source: { from: "object", key: `${projectId}/${name}`, sizeBytes: 9, sha256: "00" },
    createdAtMs: 5,
    ...given,
  });
  const fill = async (dataset: Dataset, count: number, state: ItemState, given: Partial<ItemHeader> = {}) => {
    const names = Array.from({ length: count }, (_, at) => `${state}-${String(at).padStart(3, "0")}.png`);
    for (const name of names) await items(world.deps).create(anItem(dataset, name, { state, ...given }), false);
    return names;
  };
  const ask = ({ projectId }: Dataset, query: Record<string, string>) =>
    world.ask(endpoints.listItems, listItems, { as: world.vendor, path: { projectId }, query });

  it("gives every item once, however small the pages", async () => {
    const dataset = await world.dataset();
    const names = [...(await fill(dataset, 60, "open")), ...(await fill(dataset, 20, "agreed"))].sort();
    for (const limit of ["1", "7", "50", "100"]) {
      expect(
        (await dataset.all({ limit })).map(({ name }) => name),
        `pages of ${limit}`,
      ).toEqual(names);
    }
  });

  it("gives every item once where very many lie together", async () => {
    const dataset = await world.dataset();
    const together: ItemHeader[] = [];
    for (let at = 0; together.length < 130; at++) {
      const header = anItem(dataset, `many-${at}.png`);
      if (bucketOf(header.itemId) === "07") together.push(header);
    }
    for (const header of together) await items(world.deps).create(header, false);
    await fill(dataset, 10, "open");
    for (const limit of ["30", "100"]) {
      const names = (await dataset.all({ limit })).map(({ name }) => name);
      expect([names.length, new Set(names).size], `pages of ${limit}`).toEqual([140, 140]);
    }
  }, 60_000);

  it.each(["open", "agreed", "contested", "rejected", "replaced"] as const)(
    "gives all that are %s, and nothing else, page by page",
    async (state) => {
      const dataset = await world.dataset();
      const names = await fill(dataset, 12, state);
      await fill(dataset, 10, state === "open" ? "contested" : "open");
      expect((await dataset.all({ state, limit: "5" })).map(({ name }) => name)).toEqual(names);
    },
  );

  it("finds a contested item also while newer bytes wait for it", async () => {
    const dataset = await world.dataset();
    const replacement = { from: "object", key: "x", sizeBytes: 1, sha256: "01" } as const;
    const names = await fill(dataset, 3, "contested", { replacement });
    await fill(dataset, 3, "open", { replacement });
    const found = await dataset.all({ state: "contested" });
    expect(found.map(({ name, replacementWaits }) => [name, replacementWaits])).toEqual(
      names.map((name) => [name, true]),
    );
  });

  it("is empty for a project without items", async () => {
    const dataset = await world.dataset();
    expect(await ask(dataset, {})).toEqual({ status: 200, body: { items: [] } });
    expect((await ask(dataset, { state: "rejected", limit: "3" })).body["items"]).toEqual([]);
  });

  it.each([
    ["cursor", "nonsense"],
    ["cursor", "3:../../x"],
    ["limit", "101"],
    ["state", "lost"],
    ["other", "1"],
  ])("refuses %s=%s, and says what is allowed", async (name, value) => {
    const dataset = await world.dataset();
    expect(await ask(dataset, { [name]: value })).toMatchObject({ status: 400, body: { code: "bad-request" } });
  });

  it("refuses a cursor of all items where a state is asked for", async () => {
    const dataset = await world.dataset();
    expect(await ask(dataset, { state: "contested", cursor: "3:" })).toMatchObject({
      status: 400,
      body: { field: "query.cursor" },
    });
  });

  it("is for vendors and reviewers; to a stranger there is no project", async () => {
    const { projectId } = await world.dataset();
    const annotator = world.person("annotator");
    await memberships(world.deps).join(memberOf(projectId, annotator, "annotator", "client"));
    const status = async (as: typeof annotator) =>
      (await world.ask(endpoints.listItems, listItems, { as, path: { projectId } })).status;
    expect(await status(annotator)).toBe(403);
    expect(await status(world.person("stranger"))).toBe(404);
  });
});
