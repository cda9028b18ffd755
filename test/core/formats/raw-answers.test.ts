import { describe, expect, it } from "vitest";
import { csvRecord, spreadsheetSafe, spreadsheetSafeRecord } from "../../../core/formats/csv-cells.ts";
import type { Outcome } from "../../../core/formats/exported-item.ts";
import { labelMapJson } from "../../../core/formats/label-map.ts";
import { manifestJson } from "../../../core/formats/manifest.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { boxes, cantTell, classes, label, noneFit } from "../consensus/answers.ts";
import { aLabel, anAnswer, anItem, bundleOf, context, fileOf, linesOf } from "./bundle-of.ts";

const agreed: Outcome = { state: "agreed", agreement: 2 / 3, value: { classes: [label("pest")] } };
const item = anItem(0, agreed, {
  round: 2,
  answers: [
    anAnswer(classes("leaf"), { pseudonym: "w1", round: 1 }),
    anAnswer(classes("leaf"), { pseudonym: "w1", round: 2, current: false }),
    anAnswer(classes("pest"), { pseudonym: "w1", round: 2, revision: 2 }),
    anAnswer(classes("pest"), { pseudonym: "w2", round: 2 }),
    anAnswer(noneFit, { pseudonym: "w3", round: 2 }),
    anAnswer(classes("leaf"), { pseudonym: "w4", round: 2, counted: false }),
  ],
});

describe("annotations.jsonl", () => {
  it("keeps every revision of every round and says which are superseded", () => {
    const lines = linesOf(fileOf(bundleOf([item], ["jsonl"]), "annotations.jsonl"));
    expect(lines.map(({ round, worker, revision, status }) => [round, worker, revision, status])).toEqual([
      [1, "w1", 1, "current"],
      [2, "w1", 1, "superseded"],
      [2, "w1", 2, "current"],
      [2, "w2", 1, "current"],
      [2, "w3", 1, "current"],
      [2, "w4", 1, "current"],
    ]);
    expect(lines[2]?.["supersedes"]).toBe(lines[1]?.["answer_id"]);
    expect(lines[4]?.["answer"]).toEqual({ kind: "none_fit" });
    expect(lines[5]?.["counted"]).toBe(false);
  });

  it("tells the day of an answer and nothing finer", () => {
    expect(fileOf(bundleOf([item], ["jsonl"]), "annotations.jsonl")).not.toMatch(/\d\d:\d\d|T\d\d/);
  });
});

describe("consensus.jsonl", () => {
  it("says what was decided, how surely, and what the others said", () => {
    const [line] = linesOf(fileOf(bundleOf([item], []), "consensus.jsonl"));
    expect(line).toMatchObject({
      state: "agreed",
      agreement: 2 / 3,
      round: 2,
      value: { classes: ["pest"] },
      answers: { labelled: 2, none_fit: 1, cant_tell: 0, unusable: 0 },
      label_counts: { pest: 2 },
      ontology_version: 3,
    });
  });

  it("gives no value to what was not agreed", () => {
    const open = anItem(0, { state: "contested", agreement: 0.5 }, { answers: [anAnswer(classes("pest"))] });
    const [line] = linesOf(fileOf(bundleOf([open], []), "consensus.jsonl"));
    expect(line).not.toHaveProperty("value");
    expect(line).toMatchObject({ state: "contested", label_counts: { pest: 1 } });
  });
});

describe("raw_answers.csv", () => {
  const rowsOf = (name: string, ...items: Parameters<typeof bundleOf>[0]) =>
    fileOf(bundleOf(items, ["csv"]), name)
      .split("\r\n")
      .slice(0, -1);

  it("has a row for each label of each revision, with the special answers told apart", () => {
    const special = anItem(
      1,
      { state: "cant_tell", agreement: 1 },
      {
        answers: [
          anAnswer(cantTell),
          anAnswer(classes(), { pseudonym: "w2" }),
          anAnswer(classes("leaf", "pest"), { pseudonym: "w3" }),
        ],
      },
    );
    const rows = rowsOf("raw_answers.csv", special);
    expect(rows[0]).toBe(
      "task,worker,label,answer_kind,ontology_version,answer_id,supersedes,round,submitted_at_day,pseudonym_scope",
    );
    expect(rows.slice(1).map((row) => row.split(",").slice(1, 4))).toEqual([
      ["w1", "", "cant_tell"],
      ["w2", "", "label"],
      ["w3", "leaf", "label"],
      ["w3", "pest", "label"],
    ]);
  });

  it("gives a counting tool the current votes of the decided round, and nothing else", () => {
    expect(
      rowsOf("raw_answers_labels_only.csv", item)
        .slice(1)
        .map((row) => row.split(",").slice(1, 3)),
    ).toEqual([
      ["w1", "pest"],
      ["w2", "pest"],
    ]);
  });

  it("names the labels that were drawn, each once", () => {
    const two = anItem(0, agreed, {
      answers: [anAnswer(boxes(["pest", 0, 0, 1, 1], ["pest", 5, 5, 1, 1], ["leaf", 9, 9, 1, 1]))],
    });
    expect(
      rowsOf("raw_answers.csv", two)
        .slice(1)
        .map((row) => row.split(",")[2]),
    ).toEqual(["leaf", "pest"]);
  });

  it("starts with its header, not with a byte order mark, and ends each line as RFC 4180 says", () => {
    const text = fileOf(bundleOf([item], ["csv"]), "raw_answers.csv");
    expect(text.codePointAt(0)).toBe("t".codePointAt(0));
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it("quotes what must be quoted", () => {
    expect(csvRecord(['say "no"', "a,b", "line\nbreak", 3])).toBe('"say ""no""","a,b","line\nbreak",3\r\n');
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@sum",
    "\tx",
    "\rx",
    "\nx",
    "  =1+1",
    "\ufeff=1+1",
    "\u200b@sum",
    "\u00a0-1",
    "\u0000=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠sum",
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
  ])("guards %j in the spreadsheet file only", (cell) => {
    expect(spreadsheetSafe(cell)).toBe(`'${cell}`);
    expect(csvRecord([cell])).not.toContain("'=");
    expect(csvRecord(["plain", 1])).toBe(spreadsheetSafeRecord(["plain", 1]));
  });

  it.each(["leaf", "a=b", "1-2", "'=1", "कीड़ा", "a@b", -5, 3])("leaves %j as it is", (cell) => {
    expect(spreadsheetSafe(cell)).toBe(cell);
  });

  it("keeps one cell one cell where cells are parted by semicolons or tabs", () => {
    expect(spreadsheetSafeRecord(["a;=1+1", 'b\t"=1"', "c"])).toBe('"a;=1+1","b\t""=1""",c\r\n');
  });
});

describe("label_map.json and manifest.json", () => {
  it("gives the three ids of a label, whatever the order in the ontology", () => {
    const one = labelMapJson({ version: 3, labels: [aLabel("pest", 7), aLabel("leaf", 1)], retired: [] });
    expect(JSON.parse(one).labels).toMatchObject([
      { id: "leaf", number: 1, index: 0 },
      { id: "pest", number: 7, index: 1 },
    ]);
    expect(labelMapJson({ version: 3, labels: [aLabel("leaf", 1), aLabel("pest", 7)], retired: [] })).toBe(one);
  });

  it("is the same manifest in whatever order files, counts and formats come", () => {
    const files = ["b.csv", "a.json"].map((name) => ({ name, sizeBytes: 3, sha256: "1".repeat(64) }));
    const manifest = {
      projectId: "forest00" as ProjectId,
      title: context.title,
      askedBy: context.askedBy,
      asOfMs: context.asOfMs,
      ontologyVersion: 3,
      overlap: { min: 2, max: 3 },
      confidenceTarget: "majority" as const,
      snapshot: 0,
      formats: ["csv", "coco"],
      pseudonymScope: "scope-one",
      counts: { items: 2, agreed: 1 },
      files,
    };
    const text = manifestJson(manifest);
    expect(JSON.parse(text)).toMatchObject({
      as_of: "2026-03-02T10:00:00.000Z",
      files: [{ name: "a.json" }, { name: "b.csv" }],
    });
    expect(
      manifestJson({
        ...manifest,
        files: files.toReversed(),
        formats: ["coco", "csv"],
        counts: { agreed: 1, items: 2 },
      }),
    ).toBe(text);
  });
});

it("writes the same bytes again, and the same whatever the size of shards", () => {
  const items = Array.from({ length: 5 }, (_, at) => anItem(at, agreed, { answers: item.answers }));
  const classOnly = { ...context, tools: ["class"] as const };
  const formats = ["jsonl", "coco", "csv"] as const;
  expect([...bundleOf(items, formats, classOnly, 1)]).toEqual([...bundleOf(items, formats, classOnly, 4)]);
});
