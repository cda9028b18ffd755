import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Box } from "../../../core/annotation.ts";
import type { Export } from "../../../core/export.ts";
import { type ItemId, type LabelId, parseExportId } from "../../../core/ids.ts";
import { endpoints } from "../../../lambdas/endpoints.ts";
import { SETTLE_MS } from "../../../lambdas/export/moment.ts";
import { runExport } from "../../../lambdas/export.ts";
import { getExport } from "../../../lambdas/get-export.ts";
import type { Person } from "../../../lambdas/http.ts";
import { listExports } from "../../../lambdas/list-exports.ts";
import { startExport } from "../../../lambdas/start-export.ts";
import { exportRecords } from "../../../lambdas/store/exports.ts";
import { reviews } from "../../../lambdas/store/reviews.ts";
import { linesOf } from "../../core/formats/bundle-of.ts";
import { type ExportWorld, startExportWorld } from "../../support/export-world.ts";

const pest = "pest" as LabelId;
const box = (x: number): Box => ({ type: "box", id: `b${x}`, label: pest, x, y: 10, width: 30, height: 20 });
const labelled = (classes: string, ...shapes: Box[]): Answer => ({
  kind: "labelled",
  value: { classes: [classes as LabelId], shapes },
});
const noneFit: Answer = { kind: "none_fit" };
const cantTell: Answer = { kind: "cant_tell" };

const shaOf = ({ files = [] }: Export): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));

describe("exports", () => {
  let at: ExportWorld;
  let people: readonly [Person, Person, Person];
  let ids: Readonly<Record<"agreed" | "none" | "tie" | "settled" | "open" | "large" | "rejected", ItemId>>;
  let clickMs: number;
  let made: Export;

  beforeAll(async () => {
    at = await startExportWorld();
    people = [at.person("asha"), at.person("birsa"), at.person("chand")];
    const [asha, birsa, chand] = people;
    ids = {
      agreed: await at.item("leaves/agreed.jpg"),
      none: await at.item("leaves/none.jpg"),
      tie: await at.item("leaves/tie.jpg"),
      settled: await at.item("leaves/settled.jpg"),
      open: await at.item("leaves/open.jpg"),
      large: await at.item("leaves/large.jpg", {
        media: { kind: "image", contentType: "image/jpeg", width: 420, height: 640, orientation: 6 },
      }),
      rejected: await at.item("leaves/broken.jpg", {
        state: "rejected",
        rejection: { code: "broken", message: "the file ends in the middle" },
      }),
    };
    await at.answer(ids.agreed, asha, labelled("no_pest", box(90)));
    await at.answer(ids.agreed, asha, labelled("pest", box(100)), { revision: 2 });
    await at.answer(ids.agreed, birsa, labelled("pest", box(102)));
    for (const one of [asha, birsa]) await at.answer(ids.none, one, noneFit);
    for (const [one, answer] of [
      [asha, labelled("pest")],
      [birsa, labelled("no_pest")],
      [chand, cantTell],
    ] as const) {
      await at.answer(ids.tie, one, answer);
      await at.answer(ids.settled, one, answer);
    }
    await reviews(at.deps).record(at.projectId, ids.settled, {
      reviewId: ulid(1),
      kind: "decided",
      round: 1,
      reviewerId: at.vendor.personId,
      atMs: at.deps.now(),
      decision: labelled("pest", box(7)),
    });
    await at.answer(ids.open, asha, labelled("pest"));
    const many = Array.from({ length: 300 }, (_, nth): Box => ({ ...box(nth), id: `m${nth}` }));
    for (const one of [asha, birsa]) await at.answer(ids.large, one, labelled("pest", ...many));
    clickMs = at.deps.now();
    at.pass(60_000);
    made = await at.exportAsOf(clickMs);
  });
  afterAll(() => at.close());

  it("gives the same bytes for the same moment, recipient and formats, the manifest included", async () => {
    at.pass(3_600_000);
    const second = await at.exportAsOf(clickMs);
    expect(second.exportId).not.toBe(made.exportId);
    expect(shaOf(second)).toEqual(shaOf(made));
    expect(Object.keys(shaOf(made)).sort()).toEqual([
      "README.md",
      "annotations.jsonl",
      "consensus.jsonl",
      "crosswalk.json",
      "instances.json",
      "label_map.json",
      "manifest.json",
      "ontology.json",
      "raw_answers-spreadsheet-safe.csv",
      "raw_answers.csv",
      "raw_answers_labels_only-spreadsheet-safe.csv",
      "raw_answers_labels_only.csv",
      "soft_labels.jsonl",
      "undecided.jsonl",
    ]);
  });

  it("says in its manifest what it holds, with the true checksum of every file", async () => {
    const manifest = JSON.parse(await at.file(made, "manifest.json"));
    expect(manifest).toMatchObject({
      project: at.projectId,
      as_of: new Date(clickMs).toISOString(),
      ontology_version: 1,
      counts: { items: 7, agreed: 3, none_fit: 1, contested: 1, open: 1, rejected: 1, replaced: 0, shapes: 302 },
    });
    for (const { name, sha256, bytes } of manifest.files) {
      const text = await at.file(made, name);
      expect(createHash("sha256").update(text).digest("hex"), name).toBe(sha256);
      expect(Buffer.byteLength(text), name).toBe(bytes);
    }
    expect(made.manifestSha256).toBe(shaOf(made)["manifest.json"]);
  });

  it("never writes what nobody could decide as a picture with nothing on it", async () => {
    const coco = JSON.parse(await at.file(made, "instances.json"));
    expect(coco.images.map(({ file_name }: { file_name: string }) => file_name).sort()).toEqual([
      "leaves/agreed.jpg",
      "leaves/large.jpg",
      "leaves/settled.jpg",
    ]);
    const undecided = linesOf(await at.file(made, "undecided.jsonl"));
    expect(Object.fromEntries(undecided.map(({ file_name, state }) => [file_name, state]))).toEqual({
      "leaves/none.jpg": "none_fit",
      "leaves/tie.jpg": "contested",
      "leaves/open.jpg": "open",
      "leaves/broken.jpg": "rejected",
    });
  });

  it("lets a review stand above the answers, and keeps the answers", async () => {
    const settled = linesOf(await at.file(made, "consensus.jsonl")).find(({ item }) => item === ids.settled);
    expect(settled).toMatchObject({ state: "agreed", reviewed: true, agreement: null, value: { classes: ["pest"] } });
    const said = linesOf(await at.file(made, "annotations.jsonl")).filter(({ item }) => item === ids.settled);
    expect(said).toHaveLength(3);
  });

  it("reads answers that are too large for a row, and says how a picture was turned", async () => {
    const coco = JSON.parse(await at.file(made, "instances.json"));
    const large = coco.images.find(({ file_name }: { file_name: string }) => file_name === "leaves/large.jpg");
    expect(large).toMatchObject({ width: 420, height: 640, ext: { exif_orientation: 6 } });
    expect(coco.annotations.filter(({ image_id }: { image_id: number }) => image_id === large.id)).toHaveLength(300);
  });

  it("knows nothing of what came after its moment, and everything of what was accepted by then", async () => {
    const [asha, birsa, chand] = people;
    const later = clickMs + 1;
    await at.answer(ids.agreed, asha, noneFit, { revision: 3, acceptedAtMs: later });
    await at.answer(ids.open, birsa, labelled("pest"), { acceptedAtMs: later });
    await at.answer(ids.none, chand, labelled("pest"), { round: 2, acceptedAtMs: later });
    await reviews(at.deps).record(at.projectId, ids.settled, {
      reviewId: ulid(2),
      kind: "reopened",
      round: 1,
      reviewerId: at.vendor.personId,
      atMs: later,
      reason: "the picture was mixed up",
    });
    await at.item("leaves/new.jpg", { createdAtMs: later });
    expect(shaOf(await at.exportAsOf(clickMs))).toEqual(shaOf(made));

    const after = await at.exportAsOf(later);
    const states = Object.fromEntries(
      linesOf(await at.file(after, "consensus.jsonl")).map(({ item, state }) => [item as string, state]),
    );
    expect(states).toMatchObject({ [ids.open]: "agreed", [ids.settled]: "open", [ids.none]: "open" });
    const revisions = linesOf(await at.file(after, "annotations.jsonl")).filter(({ item }) => item === ids.agreed);
    expect(revisions.map(({ revision, status }) => `${revision} ${status}`).sort()).toEqual([
      "1 current",
      "1 superseded",
      "2 superseded",
      "3 current",
    ]);
  });

  it("names nobody, and nobody alike for two recipients, moments or choices of formats", async () => {
    const client = at.person("client");
    const formats = ["jsonl"] as const;
    const others = [
      await at.exportAsOf(clickMs, { recipient: client.personId }),
      await at.exportAsOf(clickMs + 1, { formats }),
      await at.exportAsOf(clickMs, { formats }),
    ];
    const seen = new Set<unknown>();
    for (const one of [made, ...others]) {
      const text = await at.file(one, "annotations.jsonl");
      for (const { personId, signInName } of [...people, at.vendor]) {
        expect(text).not.toContain(personId);
        expect(text).not.toContain(signInName);
      }
      const lines = linesOf(text);
      const pseudonyms = new Set(lines.map(({ worker }) => worker));
      expect(pseudonyms.size).toBe(3);
      for (const pseudonym of pseudonyms) {
        expect(seen.has(pseudonym)).toBe(false);
        seen.add(pseudonym);
      }
      expect(new Set(lines.map(({ pseudonym_scope }) => pseudonym_scope)).size).toBe(1);
    }
  });
});

describe("asking for an export", () => {
  let at: ExportWorld;
  let client: Person;
  const formats = { formats: ["coco", "jsonl"] };
  beforeAll(async () => {
    at = await startExportWorld();
    client = await at.join(at.person("client"), "client");
  });
  afterAll(() => at.close());
  const path = (more = {}) => ({ projectId: at.projectId, ...more });
  const start = (as: Person, body: object = formats) =>
    at.call(endpoints.startExport, startExport, { as, path: path(), body });

  it("holds what was given before the click, also what was still being stored at that moment", async () => {
    const itemId = await at.item("a.jpg");
    const [asha, birsa] = [at.person("asha"), at.person("birsa")];
    await at.answer(itemId, asha, labelled("pest", box(5)));
    const asked = await start(client);
    expect(asked).toMatchObject({ state: "queued", asOfMs: at.deps.now(), formats: ["jsonl", "coco"] });
    at.pass(SETTLE_MS - 1);
    await at.answer(itemId, birsa, labelled("pest", box(5)), { acceptedAtMs: asked.asOfMs });

    expect(at.takeMessages()).toEqual([]);
    const exportId = parseExportId(asked.exportId)!;
    await runExport(at.deps, { projectId: at.projectId, exportId, step: "begin" });
    expect(await exportRecords(at.deps).find(at.projectId, exportId), "too early").toMatchObject({ state: "queued" });

    at.pass(1);
    expect(at.takeMessages()).toEqual([{ projectId: at.projectId, exportId, step: "begin" }]);
    await at.work();
    const done = await at.call(endpoints.getExport, getExport, {
      as: client,
      path: path({ exportId: asked.exportId }),
    });
    expect(done.export).toMatchObject({ state: "ready", counts: { agreed: 1, answers: 2 } });
    const manifest = done.files.find(({ name }) => name === "manifest.json");
    const saved = await fetch(manifest?.url ?? "");
    expect(saved.headers.get("content-disposition")).toBe('attachment; filename="manifest.json"');
    expect(
      createHash("sha256")
        .update(await saved.text())
        .digest("hex"),
    ).toBe(done.export.manifestSha256);
  });

  it("shows a client her own exports and the vendors', not those of another client", async () => {
    const other = await at.join(at.person("other"), "client");
    const theirs = await start(other);
    const vendors = await start(at.vendor);
    const list = async (as: Person) => {
      const { exports } = await at.call(endpoints.listExports, listExports, { as, path: path() });
      return exports.map(({ exportId }) => exportId);
    };
    expect(await list(client)).toContain(vendors.exportId);
    expect(await list(client)).not.toContain(theirs.exportId);
    expect(await list(at.vendor)).toEqual(expect.arrayContaining([theirs.exportId, vendors.exportId]));
    const sent = { as: client, path: path({ exportId: theirs.exportId }) };
    expect(await at.ask(endpoints.getExport, getExport, sent)).toMatchObject({
      status: 404,
      body: { code: "not-found" },
    });
    at.takeMessages();
  });

  it("is not for annotators", async () => {
    const asha = await at.join(at.person("asha"), "annotator");
    const sent = { as: asha, path: path(), body: formats };
    expect(await at.ask(endpoints.startExport, startExport, sent)).toMatchObject({ status: 403 });
    expect(at.takeMessages()).toEqual([]);
  });

  it("refuses COCO where there are no images, and says what there is", async () => {
    const texts = await startExportWorld({ media: "text", ontology: { tools: ["class"], labels: aLabels } });
    try {
      const sent = { as: texts.vendor, path: { projectId: texts.projectId }, body: { formats: ["coco"] } };
      expect(await texts.ask(endpoints.startExport, startExport, sent)).toMatchObject({
        status: 400,
        body: { code: "bad-request", field: "body.formats", allowed: "jsonl, csv" },
      });
    } finally {
      await texts.close();
    }
  });

  it("lets a message of an export that was never written down come to nothing", async () => {
    const exportId = parseExportId(ulid())!;
    await runExport(at.deps, { projectId: at.projectId, exportId, step: "begin" });
    expect(at.takeMessages()).toEqual([]);
  });
});

const aLabels = [{ id: "pest", names: { en: "pest" }, definition: { en: "a pest" }, colour: "#d55e00" }];
