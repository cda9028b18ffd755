import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Api, eventually, signInAs, upload } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
let vendor: Api;
let annotator: Api;

beforeAll(async () => {
  server = await startServer();
  vendor = await signInAs(server.addresses, "vendor");
  annotator = await signInAs(server.addresses, "annotator");
});
afterAll(() => server.close());

const BOXES = 160_000;
/** A crowd of small boxes on a grid: about 20 MB of JSON, as a dense mask or a long track would be. */
const crowdedAnswer = (): string => {
  const shapes = Array.from({ length: BOXES }, (_, at) => ({
    type: "box",
    id: `box-${String(at).padStart(6, "0")}-${"0123456789abcdef".repeat(2)}`,
    label: "dot",
    x: (at % 500) * 1.25,
    y: Math.floor(at / 500) * 1.25,
    width: 1.125,
    height: 1.125,
  }));
  return JSON.stringify({ kind: "labelled", value: { shapes } });
};

it("takes an answer of 20 MB through the bucket, decides by it, and shows it", async () => {
  const { projectId } = await vendor.call("createProject", {
    body: {
      title: { en: "Dots" },
      askedBy: "Forest Research Trust",
      purpose: { en: "To see that large answers arrive." },
      instructions: { en: "Box every dot." },
      media: "image",
      overlap: { min: 1, max: 1 },
      pay: { kind: "unpaid" },
      ontology: {
        tools: ["box"],
        labels: [{ id: "dot", names: { en: "dot" }, definition: { en: "A dot." }, colour: "#0072b2" }],
      },
    },
  });
  const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
  await annotator.call("joinProject", { path: { secret } });
  await upload(vendor, projectId, "dots.jpg", await pictureWithOrientation(1), "image/jpeg");
  await vendor.call("changeProjectState", { path: { projectId }, body: { to: "open" } });
  const packet = await eventually("an assignment", async () => {
    const given = await annotator.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });
  const itemId = packet.items[0]?.itemId ?? "";

  const bytes = Buffer.from(crowdedAnswer());
  expect(bytes.length).toBeGreaterThan(20_000_000);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { assignmentId } = packet;
  const { url, headers } = await annotator.call("startAnswer", {
    path: { projectId },
    body: { assignmentId, sha256, sizeBytes: bytes.length },
  });
  const put = await fetch(url, { method: "PUT", headers, body: bytes });
  expect(put.status).toBe(200);
  const { results } = await annotator.call("submit", {
    path: { projectId },
    body: { assignmentId, answers: [{ itemId, submissionId: crypto.randomUUID(), answerSha256: sha256 }] },
  });
  expect(results).toMatchObject([{ itemId, state: "stored", revision: 1, counted: true }]);

  const decided = await eventually("the decision", async () => {
    const { items } = await vendor.call("listItems", { path: { projectId }, query: {} });
    return items[0]?.state === "agreed" ? items[0] : undefined;
  });
  expect(decided.consensus?.shapeCount).toBe(BOXES);
});
