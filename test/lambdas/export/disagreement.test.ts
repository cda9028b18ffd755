import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import type { Export } from "../../../core/export.ts";
import type { ItemId, LabelId } from "../../../core/ids.ts";
import { nextVersion } from "../../../core/ontology-change/next-version.ts";
import { ontologyHash } from "../../../core/ontology-change/ontology-hash.ts";
import type { Proposal } from "../../../core/proposal.ts";
import type { Person } from "../../../lambdas/http.ts";
import { credits } from "../../../lambdas/store/credits.ts";
import { instructionVersions } from "../../../lambdas/store/instruction-versions.ts";
import { ontologies } from "../../../lambdas/store/ontologies.ts";
import { proposals } from "../../../lambdas/store/proposals.ts";
import { relabellings } from "../../../lambdas/store/relabellings.ts";
import { reviews } from "../../../lambdas/store/reviews.ts";
import { useStatements } from "../../../lambdas/store/use-statements.ts";
import { linesOf } from "../../core/formats/bundle-of.ts";
import { type ExportWorld, startExportWorld } from "../../support/export-world.ts";

const DAY_MS = 86_400_000;
const label = (id: string) => id as LabelId;
const says = (id: string): Answer => ({ kind: "labelled", value: { classes: [label(id)] } });
const newLabel = (id: string) => ({
  id: label(id),
  names: { en: id },
  definition: { en: `What ${id} is.` },
  colour: "#0072b2",
});
const HOSTILE = "<script>alert(1)</script>](javascript:alert(1))\n# Not a heading\u202e| cell";

/** Names, addresses and ids of people are recognisable, so that a full scan can look for them. */
const scan = ({ personId, signInName }: Person): readonly string[] => [personId, signInName, `${signInName}@`];

describe("an export of people who disagree", () => {
  let at: ExportWorld;
  let people: readonly [Person, Person, Person];
  let made: Export;
  let asOfMs: number;
  let objection: Proposal;
  let late: Proposal;

  const propose = async (by: Person, given: Partial<Proposal>): Promise<Proposal> => {
    const proposal: Proposal = {
      proposalId: ulid(at.deps.now()),
      projectId: at.projectId,
      authorId: by.personId,
      kind: "add",
      labels: [label("pest")],
      language: "en",
      example: { itemId: "a".repeat(20) as ItemId },
      ontologyVersion: 1,
      standing: { state: "open" },
      createdAtMs: at.deps.now(),
      ...given,
    };
    await proposals(at.deps).put(proposal);
    at.pass(1_000);
    return proposal;
  };

  beforeAll(async () => {
    at = await startExportWorld({
      overlap: { min: 3, max: 3 },
      answerSeconds: { usual: 20, slow: 45 },
      ontology: { tools: ["class"], labels: ["pest", "no_pest", "harmful", "leaf"].map(newLabel) },
    });
    const { deps, projectId } = at;
    people = [at.person("asha.zeta"), at.person("birsa.zeta"), at.person("chand.zeta")];
    const [asha, birsa, chand] = people;
    const items = [];
    for (let nth = 0; nth < 4; nth++) items.push(await at.item(`leaves/${nth}.jpg`));
    const [agreed, merged, fresh, tie] = items as [ItemId, ItemId, ItemId, ItemId];
    for (const one of people) await at.answer(agreed, one, says("no_pest"));
    await at.answer(merged, asha, says("harmful"));
    await at.answer(merged, birsa, says("pest"));
    await at.answer(merged, chand, says("leaf"));
    for (const one of people) await at.answer(fresh, one, one === chand ? says("pest") : { kind: "none_fit" });
    await at.answer(tie, asha, says("leaf"));
    await at.answer(tie, birsa, { kind: "cant_tell", reason: "too_small" });
    await at.answer(tie, chand, { kind: "none_fit" });
    await instructionVersions(deps).put(projectId, {
      version: 1,
      from: 0,
      text: { en: `Tell the pest. ${HOSTILE}` },
      atMs: deps.now(),
    });

    const caterpillar = await propose(asha, {
      names: { hi: "सड़ी पत्ती खाने वाली", en: HOSTILE },
      why: "It eats only the rotten part of the leaf.\nThe plant is left alone.",
      voice: { key: "x", contentType: "audio/webm", sizeBytes: 9 },
    });
    objection = await propose(birsa, {
      kind: "redefine",
      labels: [label("leaf")],
      definition: { en: "A leaf that lives" },
      why: HOSTILE,
    });
    const waiting = await propose(chand, { kind: "rename", names: { en: "helper" } });
    await propose(chand, { why: "words taken back", standing: { state: "withdrawn", atMs: deps.now() } });
    for (const one of [birsa, chand])
      await proposals(deps).second(projectId, {
        proposalId: caterpillar.proposalId,
        annotatorId: one.personId,
        note: "a note",
        atMs: deps.now(),
      });
    await proposals(deps).say(projectId, {
      wordId: ulid(),
      proposalId: waiting.proposalId,
      by: "vendor",
      text: "Whom does it help?",
      atMs: deps.now(),
    });
    await credits(deps).choose(projectId, asha.personId, { form: "named", text: `Asha ${HOSTILE}`, language: "en" });

    at.pass(2 * DAY_MS);
    const first = await ontologies(deps).find(projectId, 1);
    const next = nextVersion(
      first!,
      [
        {
          kind: "add",
          label: { ...newLabel("rot_eater"), parent: label("no_pest") },
          nearest: label("pest"),
        },
        { kind: "merge", labels: [label("harmful")], into: label("pest") },
        {
          kind: "split",
          label: label("leaf"),
          into: ["green", "dry"].map(newLabel),
        },
      ],
      {
        version: 2,
        because: { proposalId: caterpillar.proposalId, reason: "She is right: it is no pest." },
        publishedAtMs: deps.now(),
      },
    );
    if (next.state !== "made") throw new Error(next.unfit.message);
    await ontologies(deps).publish(projectId, next.ontology);
    await proposals(deps).move(objection, ["open"], {
      state: "declined",
      reason: "Dead leaves matter to the client.",
      atMs: deps.now(),
    });
    const planId = ulid(deps.now());
    await relabellings(deps).create({
      planId,
      projectId,
      proposalId: caterpillar.proposalId,
      changes: [],
      baseVersion: 1,
      asOfMs: deps.now(),
      state: "asked",
      bucketsDone: 256,
      affected: 1,
      asked: 1,
      createdAtMs: deps.now(),
    });
    await reviews(deps).record(projectId, fresh, {
      reviewId: planId,
      kind: "reopened",
      round: 1,
      reviewerId: at.vendor.personId,
      atMs: deps.now(),
      reason: "version 2",
    });
    for (const one of people) await at.answer(fresh, one, says("rot_eater"), { round: 2, ontologyVersion: 2 });
    at.pass(10 * DAY_MS);
    asOfMs = deps.now();
    made = await at.exportAsOf(asOfMs, { ontologyVersion: 2 });
    late = await propose(birsa, { why: "too late to be told" });
    await proposals(deps).move(waiting, ["open"], { state: "accepted", reason: "told later", atMs: deps.now() });
    await proposals(deps).second(projectId, {
      proposalId: waiting.proposalId,
      annotatorId: asha.personId,
      atMs: deps.now(),
    });
    await useStatements(deps).state({ useId: ulid(), projectId, text: { en: "used later" }, statedAtMs: deps.now() });
  });
  afterAll(() => at.close());

  const shaOf = ({ files = [] }: Export) => Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
  const json = async (name: string) => JSON.parse(await at.file(made, name));

  it("gives the same bytes later, when more was proposed, seconded and answered", async () => {
    expect(shaOf(await at.exportAsOf(asOfMs, { ontologyVersion: 2 }))).toEqual(shaOf(made));
    const texts = await Promise.all((made.files ?? []).map(({ name }) => at.file(made, name)));
    for (const later of ["too late to be told", "told later", "used later", late.proposalId.slice(-16)])
      expect(
        texts.some((text) => text.includes(later)),
        later,
      ).toBe(false);
  });

  it("counts answers by the labels they stand for now, and keeps what was said", async () => {
    const soft = linesOf(await at.file(made, "soft_labels.jsonl"));
    expect(
      soft
        .map(({ file_name, state, counts, none_fit, cant_tell }) => [file_name, state, counts, none_fit, cant_tell])
        .sort(),
    ).toEqual([
      ["leaves/0.jpg", "agreed", { no_pest: 3 }, 0, 0],
      ["leaves/1.jpg", "agreed", { leaf: 1, pest: 2 }, 0, 0],
      ["leaves/2.jpg", "agreed", { rot_eater: 3 }, 0, 0],
      ["leaves/3.jpg", "contested", { leaf: 1 }, 1, 1],
    ]);
    expect(await at.file(made, "annotations.jsonl")).toContain('"classes":["harmful"]');
    const agreed = linesOf(await at.file(made, "consensus.jsonl")).find(
      ({ file_name }) => file_name === "leaves/1.jpg",
    );
    expect(agreed).toMatchObject({ value: { classes: ["pest"] }, label_counts: { leaf: 1, pest: 2 } });
    expect(await at.file(made, "raw_answers_labels_only.csv")).not.toContain("harmful");
  });

  it("says what each label of each version is now, and keeps the numbers of those that stay", async () => {
    const { from } = await json("crosswalk.json");
    expect(from[0].labels).toEqual([
      { id: "pest", number: 1, counts_as: "pest", now: "same" },
      { id: "no_pest", number: 2, counts_as: "no_pest", now: "same" },
      { id: "harmful", number: 3, counts_as: "pest", now: "merged", in_version: 2, into: ["pest"] },
      { id: "leaf", number: 4, counts_as: "leaf", now: "split", in_version: 2, into: ["green", "dry"] },
    ]);
    const { categories } = await json("image_labels.json");
    expect(categories.map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [1, "pest"],
      [2, "no_pest"],
      [4, "leaf"],
      [5, "rot_eater"],
      [6, "green"],
      [7, "dry"],
    ]);
    const { labels } = await json("label_map.json");
    expect(labels.at(-1)).toMatchObject({
      id: "leaf",
      index: 5,
      retired: { by: "split", into: ["green", "dry"], in_version: 2 },
    });
  });

  it("tells how the labels came to be, so that the hash can be checked", async () => {
    const { content, hash, history } = await json("ontology.json");
    expect(ontologyHash(content)).toBe(hash);
    expect(history).toHaveLength(2);
    expect(history[1]).toMatchObject({ hash, reason: "She is right: it is no pest.", proposed_by: `Asha ${HOSTILE}` });
    expect(history[1].operations.map(({ kind }: { kind: string }) => kind)).toEqual(["add", "merge", "split"]);
  });

  it("tells every proposal with its words, seconds and answer, as it stood at that moment", async () => {
    const { proposals: told } = await json("ontology.json");
    expect(told).toHaveLength(4);
    expect(told[0]).toMatchObject({
      state: "accepted",
      seconds: 2,
      made_version: 2,
      voice_note: true,
      names: { hi: "सड़ी पत्ती खाने वाली" },
      proposed_by: { name: `Asha ${HOSTILE}` },
    });
    expect(told[1]).toMatchObject({ state: "declined", reason: "Dead leaves matter to the client.", why: HOSTILE });
    expect(told[2]).toMatchObject({
      state: "asked",
      age_days: 12,
      seconds: 0,
      words: [{ by: "vendor", text: "Whom does it help?" }],
    });
    expect(told[3]).toMatchObject({ state: "withdrawn", hidden: "its author took it back" });
    expect(JSON.stringify(told[3])).not.toContain("words taken back");
  });

  it("names nobody who did not choose it, and gives no speaker the pseudonym of her answers", async () => {
    const secrets = [...people, at.vendor].flatMap(scan);
    for (const { name } of made.files ?? []) {
      const text = await at.file(made, name);
      for (const secret of secrets) expect(text.includes(secret), `${name}: ${secret}`).toBe(false);
    }
    const pseudonyms = new Set(linesOf(await at.file(made, "annotations.jsonl")).map(({ worker }) => worker as string));
    expect(pseudonyms.size).toBe(3);
    for (const name of ["ontology.json", "README.md", "soft_labels.jsonl", "crosswalk.json"]) {
      const text = await at.file(made, name);
      for (const pseudonym of pseudonyms) expect(text).not.toContain(pseudonym);
    }
    expect(await at.file(made, "ontology.json")).not.toMatch(/"proposed_on": "[^"]*T/);
  });

  it("has a data card that tells the objection and the reason", async () => {
    const card = await at.file(made, "README.md");
    const disputed = card.slice(
      card.indexOf("## Definitions disputed"),
      card.indexOf("## What the people who labelled changed"),
    );
    expect(disputed).toContain("1 proposal declined, 1 open");
    expect(disputed).toContain("> Dead leaves matter to the client.");
    expect(disputed).toContain("open for 12 days, longer than the 7 days");
    expect(disputed).toContain("A leaf that lives (en)");
    expect(disputed).toContain("1 proposal taken back");
    expect(card).toContain("which made ontology version 2");
    expect(card).toContain("about 40.00 to 90.00 INR");
    expect(card).toContain("Krippendorff's alpha, nominal: ");
    expect(card).toContain("Not known: nothing was stated");
    expect(card).toContain("1 person of 3 chose to be named");
    expect(card).toContain("Asked for again: 1 of 4 (25.0 %) items; re-opened by a reviewer: 0.");
    expect(card).toContain("She is right: it is no pest. | 1 | 3 of 12");
  });

  it("lets nobody's words be anything but words in the card", async () => {
    const card = await at.file(made, "README.md");
    expect(card).not.toMatch(/<script|<\/script/i);
    expect(card).not.toContain("](javascript:");
    expect(card).not.toMatch(/^# Not a heading/m);
    expect(card).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(card).toContain("U+202E");
    const tables = card.split("\n").filter((line) => line.startsWith("| "));
    for (const row of tables) expect(row.replaceAll("\\|", "").split("|").length, row).toBeLessThan(10);
  });

  it("is the same card to the byte as when it was last looked at", async () => {
    const card = await at.file(made, "README.md");
    const timeless = card.replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, "DAY");
    expect(createHash("sha256").update(timeless).digest("hex").length).toBe(64);
    await expect(timeless).toMatchFileSnapshot("./golden/README.md");
  });
});
