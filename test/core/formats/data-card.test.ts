import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementByLabel } from "../../../core/agreement/by-label.ts";
import { nominalAlpha } from "../../../core/agreement/nominal-alpha.ts";
import { percentAgreement } from "../../../core/agreement/percent-agreement.ts";
import type { Answer } from "../../../core/annotation.ts";
import type { ClassAnswers } from "../../../core/consensus/classes/class-answers.ts";
import { NONE_FIT } from "../../../core/consensus/project-answers.ts";
import { dataCard } from "../../../core/formats/data-card/card.ts";
import type { DataCard } from "../../../core/formats/data-card/data-card.ts";
import { countFacts, joinFacts, NO_FACTS } from "../../../core/formats/data-card/facts.ts";
import { agreementOf } from "../../../core/formats/data-card/figures.ts";
import { inert, inertQuote } from "../../../core/formats/data-card/inert-text.ts";
import type { ExportedItem } from "../../../core/formats/exported-item.ts";
import { begunVersion } from "../../../core/ontology-change/next-version.ts";
import { cantTell, classes, noneFit } from "../consensus/answers.ts";
import { aLabel, anAnswer, anItem, context } from "./bundle-of.ts";

const LABELS: readonly string[] = ["leaf", "pest", "twig", NONE_FIT];
const answer = fc.constantFrom<Answer>(classes("leaf"), classes("pest"), classes("twig"), noneFit, cantTell);
const itemsOf = (all: readonly (readonly Answer[])[]): readonly ExportedItem[] =>
  all.map((answers, at) =>
    anItem(
      at,
      { state: "contested", agreement: 0 },
      { answers: answers.map((one, by) => anAnswer(one, { pseudonym: `w${by}` })) },
    ),
  );
const factsOf = (items: readonly ExportedItem[], tools: readonly ("class" | "classes")[] = ["class"]) => {
  const counted = countFacts({ ...context, tools });
  for (const item of items) counted.add(item);
  return counted.facts();
};

/** The same answers as the agreement figures of the product take them. */
const asClassAnswers = (all: readonly (readonly Answer[])[]): ClassAnswers => {
  const said = all.map((answers) =>
    answers.flatMap((one, annotator) => {
      const name = one.kind === "none_fit" ? NONE_FIT : one.kind === "labelled" ? one.value.classes?.[0] : undefined;
      return name === undefined ? [] : [{ annotator, label: LABELS.indexOf(name) }];
    }),
  );
  const starts = [0];
  for (const one of said) starts.push((starts.at(-1) ?? 0) + one.length);
  return {
    items: all.length,
    annotators: 6,
    labels: LABELS.length,
    starts: Int32Array.from(starts),
    annotator: Int32Array.from(said.flat().map(({ annotator }) => annotator)),
    label: Int32Array.from(said.flat().map(({ label }) => label)),
  };
};

describe("the figures of a data card", () => {
  it("are those that the agreement page computes from all answers at once", () => {
    fc.assert(
      fc.property(fc.array(fc.array(answer, { maxLength: 6 }), { minLength: 1, maxLength: 12 }), (all) => {
        const figures = agreementOf(factsOf(itemsOf(all)));
        const answers = asClassAnswers(all);
        const alpha = nominalAlpha(answers).figure();
        if (alpha.kind === "value") {
          expect(figures.alpha).toMatchObject({ kind: "value" });
          expect(figures.alpha.kind === "value" && figures.alpha.value).toBeCloseTo(alpha.value, 12);
        } else expect(figures.alpha.kind).toBe("undefined");
        const percent = percentAgreement(answers).figure();
        if (percent.kind === "value") expect(figures.percent).toBeCloseTo(percent.observed, 12);
        for (const { label, answers: times, alpha: wanted } of agreementByLabel(answers)) {
          const found = figures.byLabel.get(LABELS[label] ?? "");
          if (times === 0 || wanted.kind !== "value") continue;
          expect(found?.kind === "value" && found.value).toBeCloseTo(wanted.value, 12);
        }
      }),
    );
  });

  it("are the same to the byte however the items were put together", () => {
    fc.assert(
      fc.property(fc.array(fc.array(answer, { maxLength: 5 }), { maxLength: 10 }), fc.nat(10), (all, cut) => {
        const items = itemsOf(all);
        const whole = factsOf(items);
        const parts = joinFacts([factsOf(items.slice(cut).toReversed()), factsOf(items.slice(0, cut))]);
        expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
        expect(JSON.stringify(agreementOf(parts).alpha)).toBe(JSON.stringify(agreementOf(whole).alpha));
      }),
    );
  });

  it("take room for labels and people, not for items", () => {
    const many = itemsOf(Array.from({ length: 400 }, () => [classes("leaf"), classes("pest"), noneFit]));
    const few = JSON.stringify(factsOf(many.slice(0, 40))).length;
    expect(JSON.stringify(factsOf(many)).length).toBeLessThan(few + 60);
  });

  it("compare label by label where an answer may name several", () => {
    const items = itemsOf([
      [classes("leaf", "pest"), classes("leaf")],
      [classes(), classes("pest")],
      [classes("leaf", "pest"), classes("leaf", "pest")],
    ]);
    const { byLabel, items: compared } = agreementOf(factsOf(items, ["classes"]));
    expect(compared).toBe(3);
    const leaf = byLabel.get("leaf");
    expect(leaf?.kind === "value" && leaf.value).toBe(1);
    const pest = byLabel.get("pest");
    expect(pest?.kind === "value" && pest.value < 0).toBe(true);
  });
});

describe("somebody's words in a data card", () => {
  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert\\(1\\)&lt;/script&gt;"],
    ["[me](javascript:alert(1))", "\\[me\\]\\(javascript:alert\\(1\\)\\)"],
    ["one\n# two", "one \\# two"],
    ["abc\u202edcba", "abc⟨U+202E⟩dcba"],
    ["| cell |", "\\| cell \\|"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["http://evil.example www.evil.example", "http\\://evil.example www\\.evil.example"],
    ["&lt;b&gt; `code` ~~x~~ $x$ \\", "&amp;lt;b&amp;gt; \\`code\\` \\~\\~x\\~\\~ \\$x\\$ \\\\"],
    ["क्\u200dष नहीं", "क्\u200dष नहीं"],
    ["\u0000\u0007", "—"],
    ["\ud800", "\ufffd"],
  ])("%j are nothing but words", (words, shown) => {
    expect(inert(words)).toBe(shown);
  });

  it("stay in one line, whatever they are, and cannot be markup", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(..."<>[](){}|*_`#-+=!~$@&\\:/ \n\r\t\u2028\u202e\u2066\u200fa1.".split("")),
    });
    fc.assert(
      fc.property(nasty, (words) => {
        const shown = inert(words);
        expect(shown).not.toMatch(/[\n\r\t\u2028\u202a-\u202e\u2066-\u2069\u200f<>]/);
        expect(shown.replaceAll(/\\[^a-z0-9]/g, "")).not.toMatch(/[`*_[\](){}|~$!#@\\]/);
        for (const line of inertQuote(words).split("\n")) expect(line === "" || line.startsWith(">")).toBe(true);
      }),
    );
  });

  it("keep their lines in a quotation", () => {
    expect(inertQuote("\n one\ntwo\n\n> three\n")).toBe("> one\\\n> two\n>\n> &gt; three");
  });
});

describe("a data card of a project that has not begun", () => {
  const ontology = begunVersion({ labels: [aLabel("pest", 1)], tools: ["class"] }, { version: 1, publishedAtMs: 0 });
  const card: DataCard = {
    title: { en: "Insects" },
    askedBy: "A forest office",
    asOfMs: 0,
    overlap: { min: 1, max: 1 },
    confidenceTarget: 0.9,
    ontology,
    versions: [ontology],
    proposals: [],
    nameOf: () => ({ pseudonym: "a1" }),
    instructions: [],
    questions: { asked: 0, unanswered: 0, changedInstructions: 0 },
    uses: [],
    credits: [],
    languages: [],
    facts: NO_FACTS,
    outOfUse: { rejected: 0, replaced: 0 },
    files: [],
  };

  it("says that there is nothing, and never a number that is none", () => {
    const text = dataCard(card);
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(text).toContain("No item has two answers that could be compared.");
    expect(text).toContain("Nobody chose to be named.");
    expect(text).toContain("No proposal was declined, and none is open.");
  });

  it("says that the hourly pay is not known where nobody declared how long an answer takes", () => {
    const pay = { kind: "paid", amountMicros: 1_250_000, currency: "INR" } as const;
    const project = { media: "image", purpose: { en: "p" }, instructionsVersion: 1, pay } as const;
    const unknown = dataCard({ ...card, project });
    expect(unknown).toContain("1.25 INR for each answer");
    expect(unknown).toContain("What that comes to in an hour is not known.");
    expect(unknown).toContain("> **To be written by a person:** how long does an answer take");
    expect(dataCard({ ...card, project: { ...project, answerSeconds: { usual: 30, slow: 90 } } })).toContain(
      "about 50.00 to 150.00 INR",
    );
    expect(dataCard({ ...card, project: { ...project, pay: { kind: "unpaid" } } })).toContain("The work is unpaid");
  });
});
