import { describe, expect, it } from "vitest";
import { crosswalkJson } from "../../../core/formats/crosswalk-json.ts";
import { labelMapJson } from "../../../core/formats/label-map.ts";
import { ontologyJson } from "../../../core/formats/ontology-json.ts";
import { proposalsAsOf } from "../../../core/formats/proposals-as-of.ts";
import type { AnnotatorId, ItemId, ProjectId } from "../../../core/ids.ts";
import type { Ontology } from "../../../core/ontology.ts";
import { begunVersion, nextVersion } from "../../../core/ontology-change/next-version.ts";
import type { OntologyChange } from "../../../core/ontology-change/operations.ts";
import { replayedHash } from "../../../core/ontology-change/replay.ts";
import type { Proposal, ProposalFile } from "../../../core/proposal.ts";
import { label } from "../consensus/answers.ts";
import { aLabel, bundleOf, context, fileOf } from "./bundle-of.ts";

const DAY_MS = 86_400_000;
const newLabel = (id: string) => {
  const { number: _, ...rest } = aLabel(id, 0);
  return rest;
};
const first = begunVersion(
  { labels: ["a", "b", "c", "d"].map((id, at) => aLabel(id, at + 1)), tools: ["class"] },
  { version: 1, publishedAtMs: 0 },
);
const then = (before: Ontology, version: number, ...operations: readonly OntologyChange[]): Ontology => {
  const because = { proposalId: `01J00000000000000000000${version}00`, reason: "because" };
  const made = nextVersion(before, operations, { version, because, publishedAtMs: version * DAY_MS });
  if (made.state === "unfit") throw new Error(made.unfit.message);
  return made.ontology;
};
const second = then(first, 2, { kind: "merge", labels: [label("a")], into: label("b") });
const third = then(second, 3, { kind: "split", label: label("b"), into: [newLabel("e"), newLabel("f")] });
const fourth = then(
  third,
  4,
  { kind: "deprecate", label: label("c") },
  { kind: "rename", label: label("d"), names: { en: "other" } },
  { kind: "redefine", label: label("d"), definition: { en: "other" } },
);
const versions = [first, second, third, fourth];

describe("crosswalk.json", () => {
  it("follows merges to the end and maps nothing over a split", () => {
    const { from } = JSON.parse(crosswalkJson(fourth, versions));
    expect(from.map(({ version }: { version: number }) => version)).toEqual([1, 2, 3, 4]);
    expect(from[0].labels).toEqual([
      { id: "a", number: 1, counts_as: "b", now: "merged", in_version: 2, into: ["b"] },
      { id: "b", number: 2, counts_as: "b", now: "split", in_version: 3, into: ["e", "f"] },
      { id: "c", number: 3, counts_as: "c", now: "dropped", in_version: 4 },
      { id: "d", number: 4, counts_as: "d", now: "same", renamed_in: [4], redefined_in: [4] },
    ]);
    expect(from[3].labels.map(({ id, now }: { id: string; now: string }) => [id, now])).toEqual([
      ["d", "same"],
      ["e", "same"],
      ["f", "same"],
    ]);
  });
});

describe("labels that are no longer asked for", () => {
  it("stay in label_map.json, flagged and behind the others, unless they count as another", () => {
    const { labels } = JSON.parse(labelMapJson(fourth));
    expect(
      labels.map(({ id, number, index }: { id: string; number: number; index: number }) => [id, number, index]),
    ).toEqual([
      ["d", 4, 0],
      ["e", 5, 1],
      ["f", 6, 2],
      ["b", 2, 3],
      ["c", 3, 4],
    ]);
    expect(labels[3].retired).toEqual({ in_version: 3, by: "split", into: ["e", "f"] });
    expect(labels[4].retired).toEqual({ in_version: 4, by: "deprecate" });
  });

  it("stay COCO's categories under their numbers, so that an answer that names them still loads", () => {
    const files = bundleOf([], ["coco"], { ...context, ...fourth, tools: ["class"], ontologyVersion: 4 });
    const { categories } = JSON.parse(fileOf(files, "image_labels.json"));
    expect(
      categories.map(({ id, name, ext }: { id: number; name: string; ext: object }) => [id, name, ext]),
    ).toMatchObject([
      [2, "b", { retired_by: "split" }],
      [3, "c", { retired_by: "deprecate" }],
      [4, "d", {}],
      [5, "e", {}],
      [6, "f", {}],
    ]);
  });
});

const proposal = (given: Partial<Proposal>): Proposal => ({
  proposalId: "01J0000000ABCDEFGHJKMNPQRS",
  projectId: "forest00" as ProjectId,
  authorId: "author" as AnnotatorId,
  kind: "rename",
  labels: [label("d")],
  why: "why",
  language: "en",
  example: { itemId: "item-of-hers" as ItemId },
  ontologyVersion: 1,
  standing: { state: "open" },
  createdAtMs: 10 * DAY_MS,
  ...given,
});
const fileWith = (given: Partial<Proposal>, more: Partial<ProposalFile> = {}): ProposalFile => ({
  proposal: proposal(given),
  seconds: [],
  words: [],
  ...more,
});

describe("proposals as of a moment", () => {
  const stateAt = (days: number, file: ProposalFile, known = versions) =>
    proposalsAsOf([file], known, days * DAY_MS).map((one) => one.proposal.standing.state);

  it("are not there before they were made, open before they were answered", () => {
    const declined = fileWith({ standing: { state: "declined", reason: "no", atMs: 20 * DAY_MS } });
    expect([stateAt(9, declined), stateAt(19, declined), stateAt(20, declined)]).toEqual([[], ["open"], ["declined"]]);
  });

  it("stand as asked while the vendor's question is the last word", () => {
    const word = (by: "vendor" | "author", atDays: number) => ({
      wordId: `w${atDays}`,
      proposalId: "",
      by,
      text: "t",
      atMs: atDays * DAY_MS,
    });
    const file = fileWith(
      { standing: { state: "withdrawn", atMs: 30 * DAY_MS } },
      { words: [word("vendor", 12), word("author", 14)] },
    );
    expect([11, 12, 14, 30].flatMap((days) => stateAt(days, file))).toEqual(["open", "asked", "open", "withdrawn"]);
  });

  it("count the seconds that had been given", () => {
    const seconds = [11, 13].map((days) => ({
      proposalId: "",
      annotatorId: `p${days}` as AnnotatorId,
      atMs: days * DAY_MS,
    }));
    expect(proposalsAsOf([fileWith({}, { seconds })], versions, 12 * DAY_MS)[0]?.seconds).toHaveLength(1);
  });

  it("are accepted when they made a version in force, also where that was not noted yet; not when they made a later one", () => {
    const made = fileWith({ proposalId: second.because?.proposalId ?? "" });
    expect(stateAt(10, made)).toEqual(["accepted"]);
    const noted = fileWith({
      proposalId: fourth.because?.proposalId ?? "",
      standing: { state: "accepted", reason: "r", atMs: 10 * DAY_MS, version: 4 },
    });
    expect(stateAt(10, noted)).toEqual(["accepted"]);
    expect(stateAt(10, noted, [first, second, third])).toEqual(["open"]);
  });
});

describe("ontology.json", () => {
  const told = (nameOf: Parameters<typeof ontologyJson>[0]["nameOf"]) =>
    ontologyJson({
      projectId: "forest00" as ProjectId,
      asOfMs: 12 * DAY_MS,
      ontology: fourth,
      versions,
      proposals: [fileWith({ proposalId: third.because?.proposalId ?? "" })],
      nameOf,
    });

  it("replays to the hash that it names", () => {
    const { history, hash } = JSON.parse(told(() => ({ pseudonym: "a1" })));
    expect(replayedHash(history)).toBe(hash);
    expect(history.map((one: { hash: string }) => one.hash)).toEqual(versions.map((one) => one.hash));
  });

  it("names an author only as she chose, and neither where nor when to the second", () => {
    const text = told(() => ({ pseudonym: "a1" }));
    const { history, proposals } = JSON.parse(text);
    expect(proposals[0]).toMatchObject({ proposed_by: { pseudonym: "a1" }, age_days: 2, proposed_on: "1970-01-11" });
    expect(history[2]).toMatchObject({ proposal_id: proposals[0].proposal_id, proposed_by: null });
    for (const secret of ["item-of-hers", '"author"', third.because?.proposalId ?? ""])
      expect(text).not.toContain(secret);
    expect(JSON.parse(told(() => ({ name: "Asha" }))).history[2].proposed_by).toBe("Asha");
  });
});
