import { describe, expect, it } from "vitest";
import { ANNOTATORS, ROTTEN_LEAF_EATER } from "../../cli/demo/annotators.ts";
import type { DownloadedFile } from "../../cli/demo/download.ts";
import { findingsIn, surprisesIn, tableOf } from "../../cli/demo/findings.ts";
import { vendorFrom } from "../../cli/demo/people.ts";
import { PROPOSED_NAME } from "../../cli/demo/say.ts";
import { telling } from "../../cli/demo/telling.ts";
import { until } from "../../cli/demo/until.ts";
import { checkAnswer } from "../../core/check-answer.ts";
import { type CountedAnswer, consensusOf, EVERYONE_ALIKE } from "../../core/consensus/index.ts";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import { forestProject } from "../../core/demonstration/forest-project.ts";
import type { AnnotatorId } from "../../core/ids.ts";
import { numberLabels } from "../../core/label-numbers.ts";
import { begunVersion } from "../../core/ontology-change/next-version.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { DEMO_SIGN_INS } from "../../local/demonstration/sign-ins.ts";

const pictures = forestInsects(14);

describe("the demonstration's people", () => {
  const heard = (count: number, at: number, round: number): readonly CountedAnswer[] =>
    ANNOTATORS.slice(0, count).flatMap(({ name, answer }) => {
      const picture = pictures[at];
      return picture ? [{ annotatorId: name as AnnotatorId, answer: answer(picture, round) }] : [];
    });
  const outcome = (at: number, round = 1): string => {
    const policy = { tools: forestProject.ontology.tools };
    const ofTwo = consensusOf(heard(2, at, round), policy, EVERYONE_ALIKE);
    return ofTwo.state === "undecided"
      ? `three: ${consensusOf(heard(3, at, round), policy, EVERYONE_ALIKE).state}`
      : ofTwo.state;
  };

  it("answer what the project can take, every box inside its picture", () => {
    const draft = endpoints.createProject.body.parse(forestProject).ontology;
    const labels = draft.labels.map(({ exampleKey: _, ...label }) => label);
    const begun = { labels: numberLabels([], labels), tools: draft.tools };
    const first = begunVersion(begun, { version: 1, publishedAtMs: 0 });
    const [pest] = first.labels;
    if (!pest) throw new Error("the project has no label");
    const asked = { ...first, labels: [...first.labels, { ...pest, id: ROTTEN_LEAF_EATER, number: 3 }] };
    for (const picture of forestInsects()) {
      const media = {
        kind: "image",
        contentType: "image/jpeg",
        orientation: 1,
        width: picture.width,
        height: picture.height,
      } as const;
      for (const { answer } of ANNOTATORS) {
        expect(checkAnswer(answer(picture, 1), first, media).state, picture.name).toBe("fits");
        expect(checkAnswer(answer(picture, 2), asked, media).state, picture.name).toBe("fits");
      }
    }
  });

  it("agree on most pictures, two of them enough", () => {
    const agreed = pictures.filter((_, at) => outcome(at) === "agreed");
    expect(agreed.length).toBeGreaterThanOrEqual(pictures.length / 2);
  });

  it("play the story of the caterpillar: none of these fit, and one picture that divides all three", () => {
    const rotten = pictures.flatMap(({ ground }, at) => (ground === "rotten-leaf" ? [outcome(at)] : []));
    expect(rotten.sort()).toEqual(["three: none_fit", "three: none_fit", "three: undecided"]);
  });

  it("agree on all of these once the label is there", () => {
    const rotten = pictures.flatMap(({ ground }, at) => (ground === "rotten-leaf" ? [outcome(at, 2)] : []));
    expect(rotten).toEqual(rotten.map(() => expect.stringContaining("agreed")));
  });

  it("say so when they cannot tell", () => {
    expect(pictures.map((_, at) => outcome(at))).toContain("cant_tell");
  });
});

it("the project of the demonstration is one that the API takes", () => {
  expect(endpoints.createProject.body.safeParse(forestProject).error).toBeUndefined();
});

it("on another's server the demonstration is its public vendor, or whom the environment names", () => {
  const vendor = DEMO_SIGN_INS.find(({ role }) => role === "vendor");
  expect(vendorFrom({})).toEqual({ signInName: vendor?.signInName, password: vendor?.password });
  expect(vendorFrom({ LABELLOOP_DEMO_NAME: "asha", LABELLOOP_DEMO_PASSWORD: "x" })).toEqual({
    signInName: "asha",
    password: "x",
  });
});

describe("the table at the end", () => {
  const file = (name: string, lines: readonly object[]): DownloadedFile => ({
    name,
    sizeBytes: 1,
    text: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  });
  const annotation = (worker: string, kind: string, status = "current") => ({ worker, status, answer: { kind } });
  const agreed = (label: string, round = 1) => ({ state: "agreed", round, value: { classes: [label] } });
  const categories = [
    { id: 1, name: "pest" },
    { id: 2, name: "not-a-pest" },
    { id: 3, name: ROTTEN_LEAF_EATER },
  ];
  const coco = (ids = categories) => ({ annotations: [{}, {}], categories: ids });
  const card = { ...file("README.md", []), text: `${PROPOSED_NAME}, and: the name has to say that it harms` };
  const files = [
    file("consensus.jsonl", [agreed("pest"), agreed(ROTTEN_LEAF_EATER, 2), { state: "none_fit", round: 1 }]),
    file("annotations.jsonl", [
      annotation("a", "labelled", "superseded"),
      annotation("a", "labelled"),
      annotation("b", "none_fit"),
      annotation("c", "cant_tell"),
    ]),
    file("instances.json", [coco()]),
    card,
  ];
  const expected = { pictures: 3, affected: 1 };

  it("is read from the export: corrected answers count once", () => {
    const findings = findingsIn(files);
    expect(findings).toMatchObject({
      items: 3,
      byState: { agreed: 2, none_fit: 1 },
      byLabel: { pest: 1, [ROTTEN_LEAF_EATER]: 1 },
      askedAgain: 1,
      annotations: 3,
      annotators: 3,
      boxes: 2,
    });
    expect(tableOf(findings)).toMatch(/rotten-leaf-eater +1 {3}category 3/);
    expect(surprisesIn(findings, expected)).toEqual([]);
  });

  it("is not believed when something is missing from it", () => {
    const fewer = findingsIn([
      file("consensus.jsonl", [{ state: "contested" }]),
      file("annotations.jsonl", []),
      file("instances.json", [coco(categories.slice(1))]),
      { ...card, text: "" },
    ]);
    expect(surprisesIn(fewer, expected)).toHaveLength(10);
    expect(() => findingsIn(files.slice(1))).toThrow("the export has no consensus.jsonl");
  });
});

describe("waiting", () => {
  it("ends with the first answer", async () => {
    let asked = 0;
    expect(await until("it", 5_000, async () => (++asked === 2 ? "here" : undefined))).toBe("here");
  });

  it("ends in time, and says what for", async () => {
    await expect(until("the export", 0, async () => undefined)).rejects.toThrow("waited 0 s for the export, in vain");
  });
});

it("a step is told when it is done, with what came of it", async () => {
  const lines: string[] = [];
  const out = { isTTY: false, write: (text: string) => lines.push(text) > 0 };
  await telling(out).step(
    "drops the pictures",
    async () => 14,
    (count) => `${count} items`,
  );
  expect(lines.join("")).toMatch(/^ {2}✓ drops the pictures: 14 items \(\d+\.\d s\)\n$/);
});
