import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import type { BodyOf, ResponseOf } from "../../lambdas/endpoints.ts";
import { type Api, apiOf, eventually, Refused, signIn, signInAs, upload } from "../support/api.ts";
import { PICTURE, pictureWithOrientation, TARGET } from "../support/pictures.ts";
import { type Server, startServer } from "../support/server.ts";

const newProject: BodyOf<"createProject"> = {
  title: { en: "Red rectangles", hi: "लाल आयत" },
  askedBy: "Forest Research Trust",
  purpose: { en: "To find out whether boxes land where they were drawn." },
  instructions: { en: "# Draw\nPut a box round the red rectangle." },
  media: "image",
  overlap: { min: 2, max: 3 },
  pay: { kind: "paid", amountMicros: 500_000, currency: "INR" },
  ontology: {
    tools: ["class", "box"],
    labels: [
      { id: "red", names: { en: "red", hi: "लाल" }, definition: { en: "A red rectangle." }, colour: "#d55e00" },
      { id: "other", names: { en: "other" }, definition: { en: "Anything else." }, colour: "#0072b2" },
    ],
  },
};

const labelled = (dx = 0): Answer => ({
  kind: "labelled",
  value: {
    classes: ["red" as never],
    shapes: [{ type: "box", id: "1", label: "red" as never, ...TARGET, x: TARGET.x + dx }],
  },
});

type Packet = Extract<ResponseOf<"assign">, { state: "assigned" }>["assignment"];

describe("the whole loop over HTTP", () => {
  let server: Server;
  let vendor: Api;
  let annotators: Api[];
  let client: Api;
  let projectId: string;

  beforeAll(async () => {
    server = await startServer();
    const { addresses } = server;
    vendor = await signInAs(addresses, "vendor");
    annotators = await Promise.all([0, 1, 2].map((nth) => signInAs(addresses, "annotator", nth)));
    client = await signInAs(addresses, "client");
  });
  afterAll(() => server.close());

  const restartAfterKill = async (): Promise<void> => {
    await server.kill();
    server = await startServer({ folder: server.folder });
    const { addresses } = server;
    vendor = await signInAs(addresses, "vendor");
    annotators = await Promise.all([0, 1, 2].map((nth) => signInAs(addresses, "annotator", nth)));
    client = await signInAs(addresses, "client");
  };

  const assigned = (api: Api): Promise<Packet> =>
    eventually("an assignment", async () => {
      const given = await api.call("assign", { path: { projectId }, body: {} });
      return given.state === "assigned" ? given.assignment : undefined;
    });

  const answerAll = async (api: Api, answerOf: (item: Packet["items"][number]) => Answer): Promise<number> => {
    let answered = 0;
    for (;;) {
      const given = await api.call("assign", { path: { projectId }, body: {} });
      if (given.state === "nothing") return answered;
      const { assignmentId, items, done } = given.assignment;
      const open = items.filter((item) => !done.includes(item.itemId));
      const { results } = await api.call("submit", {
        path: { projectId },
        body: {
          assignmentId,
          answers: open.map((item) => ({
            itemId: item.itemId,
            submissionId: crypto.randomUUID(),
            answer: answerOf(item) as never,
          })),
        },
      });
      expect(results.filter((result) => result.state === "refused")).toEqual([]);
      answered += results.length;
    }
  };

  it("lets a vendor make a project and invite people by link", async () => {
    ({ projectId } = await vendor.call("createProject", { body: newProject }));
    for (const [api, roles] of [
      ...annotators.map((one) => [one, ["annotator"]] as const),
      [client, ["client"]] as const,
    ]) {
      const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: [...roles] } });
      const seen = await apiOf(server.addresses).call("lookUpInvitation", { path: { secret } });
      expect(seen.askedBy).toBe("Forest Research Trust");
      await api.call("joinProject", { path: { secret }, body: undefined });
    }
    const { members } = await vendor.call("listMembers", { path: { projectId } });
    expect(members.map((one) => one.roles.join()).sort()).toEqual([
      "annotator",
      "annotator",
      "annotator",
      "client",
      "vendor",
    ]);
  });

  it("gives a newcomer an own sign-in by a link that works once", async () => {
    const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["reviewer"] } });
    const newcomer = { signInName: "asha.kujur", password: "rotten-leaf-7", name: "Asha", language: "hi" as const };
    await apiOf(server.addresses).call("acceptInvitation", { path: { secret }, body: newcomer });
    const asha = await signIn(server.addresses, newcomer.signInName, newcomer.password);
    expect((await asha.call("me")).projects.map((one) => one.roles)).toEqual([["reviewer"]]);
    await expect(
      apiOf(server.addresses).call("acceptInvitation", {
        path: { secret },
        body: { ...newcomer, signInName: "somebody.else" },
      }),
    ).rejects.toMatchObject({ status: 410 });
  });

  it("turns dropped files into items, upright whatever their EXIF orientation, and says why a file was refused", async () => {
    for (let orientation = 0; orientation <= 8; orientation++) {
      await upload(
        vendor,
        projectId,
        `turned-${orientation}.jpg`,
        await pictureWithOrientation(orientation),
        "image/jpeg",
      );
    }
    await upload(vendor, projectId, "empty.jpg", new Uint8Array(0), "image/jpeg");
    await upload(vendor, projectId, "page.jpg", Buffer.from("<!doctype html><script>alert(1)</script>"), "image/jpeg");
    const items = await eventually("11 items", async () => {
      const found = await vendor.call("listItems", { path: { projectId }, query: { limit: 50 } });
      return found.items.length === 11 ? found.items : undefined;
    });
    const turned = items.filter((item) => item.name.startsWith("turned"));
    expect(
      turned.map((item) => [
        item.media?.kind === "image" && item.media.width,
        item.media?.kind === "image" && item.media.height,
      ]),
    ).toEqual(Array.from({ length: 9 }, () => [PICTURE.width, PICTURE.height]));
    const rejected = await vendor.call("listItems", { path: { projectId }, query: { state: "rejected" } });
    expect(rejected.items.map((item) => [item.name, item.rejection?.code]).sort()).toEqual([
      ["empty.jpg", "empty"],
      ["page.jpg", "not_this_media"],
    ]);
  });

  it("hands out nothing before the project opens, and only to its annotators", async () => {
    const [first] = annotators;
    await expect(first?.call("assign", { path: { projectId }, body: {} })).rejects.toMatchObject({ status: 409 });
    await vendor.call("changeProjectState", { path: { projectId }, body: { to: "open" } });
    await expect(client.call("assign", { path: { projectId }, body: {} })).rejects.toMatchObject({ status: 403 });
  });

  it("loses nothing acknowledged when the server is killed in the middle", async () => {
    const [first] = annotators;
    if (!first) throw new Error("no annotator");
    const packet = await assigned(first);
    const [one, two] = packet.items;
    if (!one || !two) throw new Error("a packet of at least two was expected");
    const submissionId = crypto.randomUUID();
    const body = {
      assignmentId: packet.assignmentId,
      answers: [{ itemId: one.itemId, submissionId, answer: labelled() as never }],
    };
    const before = await first.call("submit", { path: { projectId }, body });
    expect(before.results).toMatchObject([{ state: "stored", revision: 1 }]);

    await restartAfterKill();
    const again = annotators[0];
    if (!again) throw new Error("no annotator");
    expect((await again.call("submit", { path: { projectId }, body })).results).toEqual(before.results);
    const resumed = await assigned(again);
    expect(resumed.assignmentId).toBe(packet.assignmentId);
    expect(resumed.done).toEqual([one.itemId]);
    const { annotations } = await again.call("history", { path: { projectId }, query: {} });
    expect(annotations.map((annotation) => annotation.itemId)).toEqual([one.itemId]);
  });

  it("asks exactly as many people as wanted, and one more where they differ", async () => {
    const [first, second, third] = annotators;
    if (!first || !second || !third) throw new Error("three annotators were expected");
    await answerAll(first, () => labelled());
    await answerAll(second, (item) =>
      item.media.kind === "image" && item.media.orientation === 8
        ? { kind: "cant_tell", reason: "blurred" }
        : labelled(2),
    );
    await answerAll(third, () => ({ kind: "none_fit" }));
    const counts = await eventually("all items decided", async () => {
      const { items } = await vendor.call("progress", { path: { projectId } });
      return items.open === 0 ? items : undefined;
    });
    expect(counts).toMatchObject({ agreed: 8, contested: 1, rejected: 2 });
  });

  it("lets a person settle what is contested, and keeps the answers under it", async () => {
    const { items } = await vendor.call("listItems", { path: { projectId }, query: { state: "contested" } });
    const [contested] = items;
    if (!contested) throw new Error("a contested item was expected");
    const settled = await vendor.call("reviewItem", {
      path: { projectId, itemId: contested.itemId },
      body: { round: contested.round, decision: labelled() as never, note: "the rectangle is plain to see" },
    });
    expect(settled).toMatchObject({ state: "agreed", consensus: { reviewed: true } });
    const { answers, reviews } = await vendor.call("getItem", { path: { projectId, itemId: contested.itemId } });
    expect(answers.map((one) => one.answer.kind).sort()).toEqual(["cant_tell", "labelled", "none_fit"]);
    expect(reviews).toHaveLength(1);
  });

  it("pays every annotation alike, once", async () => {
    const [first, second, third] = await Promise.all(annotators.map((api) => api.call("earnings")));
    expect(first?.today).toEqual([{ currency: "INR", amountMicros: 9 * 500_000, annotations: 9 }]);
    expect(second?.today).toEqual([{ currency: "INR", amountMicros: 9 * 500_000, annotations: 9 }]);
    expect(third?.today).toEqual([{ currency: "INR", amountMicros: 500_000, annotations: 1 }]);
  });

  it("gives the client an export whose boxes are where they were drawn, and the same bytes twice", async () => {
    const { exportId } = await client.call("startExport", {
      path: { projectId },
      body: { formats: ["jsonl", "coco", "csv"] },
    });
    const ready = await eventually(
      "the export",
      async () => {
        const found = await client.call("getExport", { path: { projectId, exportId } });
        if (found.export.state === "failed") throw new Error(`the export failed: ${found.export.failure}`);
        return found.export.state === "ready" ? found : undefined;
      },
      120_000,
    );
    const files = new Map<string, string>();
    for (const file of ready.files) {
      const bytes = Buffer.from(await (await fetch(file.url)).arrayBuffer());
      expect(createHash("sha256").update(bytes).digest("hex"), file.name).toBe(file.sha256);
      files.set(file.name, bytes.toString("utf8"));
    }
    const coco = JSON.parse([...files].find(([name]) => name.endsWith("instances.json"))?.[1] ?? "null");
    expect(coco.images).toHaveLength(9);
    expect(coco.annotations).toHaveLength(9);
    for (const { bbox } of coco.annotations as { bbox: number[] }[]) {
      expect(Math.abs((bbox[0] ?? 0) - TARGET.x)).toBeLessThanOrEqual(2);
      expect(bbox.slice(1)).toEqual([TARGET.y, TARGET.width, TARGET.height]);
    }
    const raw = [...files].find(([name]) => name.endsWith("raw_answers.csv"))?.[1] ?? "";
    expect(raw.split("\n")[0]?.trim().startsWith("task,worker,label")).toBe(true);
    const people = server.addresses.demo.filter(({ role }) => role === "annotator").map(({ signInName }) => signInName);
    expect(people).toHaveLength(3);
    for (const person of people) expect([...files.values()].join("").toLowerCase()).not.toContain(person);
  });

  it("takes late work after closing, pays it, and does not count it", async () => {
    expect(projectId).toBeDefined();
    await vendor.call("changeProjectState", { path: { projectId }, body: { to: "closed" } });
    await expect(annotators[0]?.call("assign", { path: { projectId }, body: {} })).rejects.toBeInstanceOf(Refused);
  });
});
