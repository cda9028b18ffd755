import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { type Api, eventually, signInAs, upload } from "../support/api.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { type Server, startServer } from "../support/server.ts";

const TEXTS = 24;
/** Every sixth text is one that people differ over. */
const isHard = (at: number): boolean => at % 6 === 5;
const textOf = (at: number): string => `text ${at}: ${at % 2 ? "it eats the leaf" : "it eats the rotten part"}`;
const numberOf = (text: string): number => Number(/\d+/.exec(text)?.[0]);

describe("a project that wants to be sure", () => {
  let server: Server;
  let vendor: Api;
  let annotators: readonly Api[];
  let projectId: string;

  const arrive = async (folder?: string): Promise<void> => {
    server = await startServer(folder === undefined ? {} : { folder });
    vendor = await signInAs(server.addresses, "vendor");
    annotators = await Promise.all([0, 1, 2].map((nth) => signInAs(server.addresses, "annotator", nth)));
  };
  beforeAll(() => arrive());
  afterAll(() => server.close());

  /** Answers all that she is handed; the third annotator says the other thing of hard texts. */
  const answerAll = async (nth: number): Promise<number> => {
    const api = annotators[nth];
    let answered = 0;
    for (;;) {
      const given = await api?.call("assign", { path: { projectId }, body: {} });
      if (given?.state !== "assigned") return answered;
      const { assignmentId, items, done } = given.assignment;
      const answers = items
        .filter(({ itemId }) => !done.includes(itemId))
        .map(({ itemId, text = "" }) => {
          const at = numberOf(text);
          const label = (at % 2 === 1) === (isHard(at) && nth === 1) ? "no_pest" : "pest";
          const answer = { kind: "labelled" as const, value: { classes: [label] } };
          return { itemId, submissionId: crypto.randomUUID(), answer };
        });
      const sent = await api?.call("submit", { path: { projectId }, body: { assignmentId, answers } });
      expect(sent?.results.every(({ state }) => state === "stored")).toBe(true);
      answered += answers.length;
    }
  };
  const itemsIn = async (state: "open" | "agreed" | "contested") =>
    (await vendor.call("listItems", { path: { projectId }, query: { state, limit: 100 } })).items;

  it("goes by the majority until answers have taught it who is right", async () => {
    ({ projectId } = await vendor.call("createProject", {
      body: aProjectBody({
        media: "text",
        overlap: { min: 2, max: 3 },
        confidenceTarget: 0.95,
        ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
      }),
    }));
    const lines = Array.from({ length: TEXTS }, (_, at) => JSON.stringify({ source: textOf(at) })).join("\n");
    await upload(vendor, projectId, "texts.jsonl", Buffer.from(lines), "application/octet-stream");
    await eventually("the texts", async () => ((await itemsIn("open")).length === TEXTS ? true : undefined));
    await vendor.call("changeProjectState", { path: { projectId }, body: { to: "open" } });
    const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
    await annotators[0]?.call("joinProject", { path: { secret }, body: undefined });
    for (const api of annotators.slice(1)) {
      const { secret: another } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
      await api.call("joinProject", { path: { secret: another }, body: undefined });
    }
    await eventually("a first packet", async () => ((await answerAll(0)) > 0 ? true : undefined));
    await eventually("all answers of two", async () => {
      await answerAll(0);
      await answerAll(1);
      return (await itemsIn("agreed")).length === TEXTS - TEXTS / 6 ? true : undefined;
    });
    expect(await itemsIn("open")).toHaveLength(TEXTS / 6);
    expect(await vendor.call("agreement", { path: { projectId } })).toEqual({ state: "none" });
    for (const { consensus } of await itemsIn("agreed")) expect(consensus).not.toHaveProperty("confidence");
  });

  it("learns by itself, asks on where it is not sure, and says how sure it is", async () => {
    // Learning wakes every ten minutes, and after a start.
    await server.kill();
    await arrive(server.folder);
    const found = await eventually("what was learned", async () => {
      const there = await vendor.call("agreement", { path: { projectId } });
      return there.state === "there" ? there : undefined;
    });
    expect(found).toMatchObject({
      snapshot: 1,
      report: { answers: 2 * TEXTS, items: TEXTS, annotators: 2, confused: [{ items: TEXTS / 6 }] },
    });
    expect(found.report.disputed.map(({ name }) => name)).toContain("texts.jsonl:6");
    await eventually("all answers of the third", async () => {
      await answerAll(2);
      return (await itemsIn("open")).length === 0 ? true : undefined;
    });
    const agreed = await itemsIn("agreed");
    expect(agreed.length + (await itemsIn("contested")).length).toBe(TEXTS);
    expect(agreed.length).toBeGreaterThanOrEqual(TEXTS - TEXTS / 6);
    // At the most that may be asked, three chances in four will do.
    for (const { consensus, answers } of agreed)
      expect(consensus?.confidence).toBeGreaterThanOrEqual(answers < 3 ? 0.95 : 0.75);
  });

  it("tells of an item why it came out so, by letters", async () => {
    const [contestedOrNot] = [...(await itemsIn("contested")), ...(await itemsIn("agreed"))];
    const itemId = contestedOrNot?.itemId ?? "";
    const shown: ResponseOf<"getItem"> = await vendor.call("getItem", { path: { projectId, itemId } });
    expect(shown.explanation?.voices.map(({ letter }) => letter)).toEqual(shown.answers.map(({ letter }) => letter));
    expect(shown.explanation?.chances[0]?.probability).toBeGreaterThan(0);
    expect(shown.explanation?.chances.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(
      1.001,
    );
  });
});
