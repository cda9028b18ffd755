import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getItem } from "../../lambdas/get-item.ts";
import { storable } from "../../lambdas/steps/large-answers.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { itemExtras } from "../../lambdas/store/item-extras.ts";
import { items } from "../../lambdas/store/items.ts";
import { reviews } from "../../lambdas/store/reviews.ts";
import { type Dataset, type IngestWorld, startIngestWorld } from "../support/ingest-world.ts";
import { anImage } from "../support/media-files.ts";

const ASSIGNMENT = "01ARZ3NDEKTSV4RRFFQ69G5FAV" as never;

const labelled = (label: string, ...boxes: readonly [number, number][]): Answer => ({
  kind: "labelled",
  value: {
    classes: [label as never],
    shapes: boxes.map(([x, width], at) => ({
      type: "box",
      id: `b${at}`,
      label: label as never,
      x,
      y: 2,
      width,
      height: 10,
    })),
  },
});

describe("an item with its answers", () => {
  let world: IngestWorld;
  let dataset: Dataset;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const anItem = async () => {
    dataset = await world.dataset();
    await dataset.put("leaf.png", await anImage("png", { red: 5 }));
    await world.ingestAll();
    return (await dataset.named("leaf.png")).itemId;
  };
  let submitted = 0;
  const say = async (
    itemId: string,
    who: string,
    answer: Answer,
    given: { round?: number; revision?: number } = {},
  ) => {
    submitted += 1;
    const stored = await storable(world.deps, answer);
    await annotations(world.deps).put(dataset.projectId, {
      itemId: itemId as never,
      round: 1,
      revision: 1,
      annotatorId: world.person(who).personId,
      submissionId: `s${submitted}`,
      assignmentId: ASSIGNMENT,
      ontologyVersion: 1,
      acceptedAtMs: 1_000 + submitted,
      late: false,
      counted: true,
      ...given,
      ...stored,
    });
  };
  const get = async (itemId: string) => {
    const path = { projectId: dataset.projectId, itemId };
    return world.call(endpoints.getItem, getItem, { as: world.vendor, path });
  };

  it("tells answers apart by letters, in the order they came, and nobody's name or id", async () => {
    const itemId = await anItem();
    await say(itemId, "zara", labelled("pest", [10, 20]));
    await say(itemId, "asha", { kind: "none_fit" });
    await say(itemId, "zara", labelled("no_pest", [12, 20]), { revision: 2 });
    const seen = await get(itemId);
    expect(
      seen.answers.map(({ letter, revision, current, answer }) => [letter, revision, current, answer.kind]),
    ).toEqual([
      ["A", 1, false, "labelled"],
      ["B", 1, true, "none_fit"],
      ["A", 2, true, "labelled"],
    ]);
    const text = JSON.stringify(seen);
    for (const who of ["zara", "asha"]) expect(text).not.toContain(world.person(who).personId);
  });

  it("shows what the answers come to, and whose letters stand behind each box", async () => {
    const itemId = await anItem();
    await say(itemId, "one", labelled("pest", [10, 20]));
    await say(itemId, "two", labelled("pest", [11, 20], [40, 5]));
    await say(itemId, "three", labelled("pest", [12, 20]));
    const seen = await get(itemId);
    expect(seen.consensusValue?.classes).toEqual(["pest"]);
    expect(seen.support?.find(({ shape }) => shape.x < 20)).toMatchObject({
      letters: ["A", "B", "C"],
      shape: { x: expect.closeTo(11), width: expect.closeTo(20) },
    });
  });

  it("shows a reviewer's decision in place of them, with the review beside the answers", async () => {
    const itemId = await anItem();
    await say(itemId, "one", labelled("pest", [10, 20]));
    const header = (await items(world.deps).find(dataset.projectId, itemId))!;
    const decision = labelled("no_pest");
    await reviews(world.deps).record(dataset.projectId, itemId, {
      kind: "decided",
      reviewId: "01ARZ3NDEKTSV4RRFFQ69G5FAW",
      round: 1,
      reviewerId: world.vendor.personId,
      atMs: 7,
      note: "the wings are folded",
      decision,
    });
    const consensus = { state: "agreed", agreement: 0, reviewed: true } as const;
    await items(world.deps).replace({ ...header, state: "agreed", consensus }, header.ver, false);
    const seen = await get(itemId);
    expect(seen).toMatchObject({
      item: { state: "agreed", consensus: { reviewed: true } },
      consensusValue: { classes: ["no_pest"] },
      reviews: [{ round: 1, note: "the wings are folded", decision, atMs: 7 }],
    });
    expect(seen.answers).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain(world.vendor.personId);
  });

  it("shows where it came from and what came with it", async () => {
    const itemId = await anItem();
    await itemExtras(world.deps).record(dataset.projectId, itemId, { extra: { plot: 7 }, atMs: 1 });
    expect(await get(itemId)).toMatchObject({
      item: { name: "leaf.png" },
      shown: { itemId, round: 1, url: expect.any(String), media: { width: 60 } },
      source: { key: `${dataset.projectId}/leaf.png`, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      extra: { plot: 7 },
      answers: [],
      reviews: [],
    });
  });

  it("fetches large answers, and says how many are too large to be shown", async () => {
    const itemId = await anItem();
    const many = (count: number) =>
      labelled("pest", ...Array.from({ length: count }, (_, at): [number, number] => [at / 1000, 1]));
    await say(itemId, "one", many(200));
    expect((await get(itemId)).answers).toHaveLength(1);
    await say(itemId, "two", many(20_000));
    await say(itemId, "three", many(20_000));
    await say(itemId, "four", many(20_000));
    const seen = await get(itemId);
    expect(seen.answers.length + (seen.answersTooLarge ?? 0)).toBe(4);
    expect(seen.answersTooLarge).toBeGreaterThan(0);
    expect(JSON.stringify(seen).length).toBeLessThan(6_000_000);
  });

  it("that is not there, or is of another project, is not found", async () => {
    const itemId = await anItem();
    const other = await world.dataset();
    for (const path of [
      { projectId: dataset.projectId, itemId: "a".repeat(20) },
      { projectId: other.projectId, itemId },
      { projectId: dataset.projectId, itemId: "not-an-id" },
    ]) {
      const refused = await world.ask(endpoints.getItem, getItem, { as: world.vendor, path });
      expect(refused.status).toBe(404);
    }
  });
});
