import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import { type CountedAnswer, consensusOf, type Skills } from "../../../core/consensus/index.ts";
import { knownSkills } from "../../../core/consensus/online/known-skills.ts";
import { learnSkills } from "../../../core/consensus/online/learn-skills.ts";
import { everyoneAlike } from "../../../core/consensus/online/skills-snapshot.ts";
import { classesOf } from "../../../core/consensus/project-answers.ts";
import { decide } from "../../../core/decide.ts";
import type { AnnotatorId, LabelId } from "../../../core/ids.ts";
import { aHeader } from "../../support/labelling.ts";

const [pest, leaf] = ["pest", "leaf"] as [LabelId, LabelId];
const classes = classesOf([pest, leaf]);
const says = (label: LabelId): Answer => ({ kind: "labelled", value: { classes: [label] } });
const by = (annotator: string, answer: Answer): CountedAnswer => ({ annotatorId: annotator as AnnotatorId, answer });
const policy = { tools: ["class"], confidenceTarget: 0.95, overlap: { min: 2, max: 5 } } as const;

/** Asha, Birsa and Chand are right nearly always, the two others as often as a coin. */
const learned = (): Skills => {
  const careful = ["asha", "birsa", "chand"];
  const coins = ["dev", "esha"];
  const items = Array.from({ length: 120 }, (_, at) => ({ itemId: `i${at}`, truth: at % 2 ? pest : leaf, at }));
  const said = items.flatMap(({ itemId, truth, at }) => [
    ...careful.map((annotatorId) => ({ itemId, annotatorId, label: truth })),
    ...coins.map((annotatorId, nth) => ({ itemId, annotatorId, label: (at >> (nth + 1)) % 2 ? pest : leaf })),
  ]);
  return { snapshot: 1, classes: knownSkills(learnSkills(said, { labels: classes, snapshot: 1 }), classes) };
};
/** Eight who are right seven times in eight, each wrong on items of her own. */
const EIGHT = ["a", "b", "c", "d", "e", "f", "g", "h"];
const alike = (): Skills => {
  const said = Array.from({ length: 80 }, (_, at) => at).flatMap((at) =>
    EIGHT.map((annotatorId, nth) => ({
      itemId: `i${at}`,
      annotatorId,
      label: (at % 2 === 0) === (at % 8 === nth) ? leaf : pest,
    })),
  );
  return { snapshot: 1, classes: knownSkills(learnSkills(said, { labels: classes, snapshot: 1 }), classes) };
};
const nobodyKnown: Skills = { snapshot: 0, classes: knownSkills(everyoneAlike(classes), classes) };

describe("an item that must be sure", () => {
  it("is decided by two whom the project knows to be careful", () => {
    const result = consensusOf([by("asha", says(pest)), by("birsa", says(pest))], policy, learned());
    expect(result).toMatchObject({ state: "agreed", agreement: 1, value: { classes: [pest] } });
    expect(result.confidence).toBeGreaterThan(0.95);
    expect(result.confidence).toBeLessThan(1);
  });

  it("asks on where those who agree are strangers, or as good as a coin", () => {
    const strangers = [by("x", says(pest)), by("y", says(pest))];
    expect(consensusOf(strangers, policy, learned())).toMatchObject({
      state: "undecided",
      doubts: [{ about: "answer", leaders: [{ kind: "labelled", label: pest }] }],
    });
    const coins = [by("dev", says(pest)), by("esha", says(pest))];
    expect(consensusOf(coins, policy, learned()).state).toBe("undecided");
  });

  it("is contested below the target at the most, unless every item gets as many answers: then it says how sure it is", () => {
    const five = ["v", "w", "x"].map((one) => by(one, says(pest))).concat(by("y", says(leaf)), by("z", says(leaf)));
    expect(consensusOf(five, policy, learned())).toMatchObject({ state: "undecided", wouldNotSettle: true });
    const result = consensusOf(five, { ...policy, overlap: { min: 5, max: 5 } }, learned());
    expect(result).toMatchObject({ state: "agreed", value: { classes: [pest] }, agreement: 0.6 });
    expect(result.confidence).toBeLessThan(0.95);
  });

  it("lets three careful people outweigh what votes alone leave open", () => {
    const answers = [by("asha", says(pest)), by("birsa", says(pest)), by("dev", says(leaf)), by("esha", says(leaf))];
    const { confidence: _, ...byVotes } = consensusOf(answers, { tools: ["class"] }, learned());
    expect(byVotes.state).toBe("undecided");
    expect(consensusOf(answers, policy, learned())).toMatchObject({
      state: "agreed",
      agreement: 0.5,
      value: { classes: [pest] },
    });
  });

  it("is contested at the most when those who know best stand against each other", () => {
    const answers = [by("asha", says(pest)), by("birsa", says(leaf))];
    const most = { ...policy, overlap: { min: 2, max: 2 } };
    expect(consensusOf(answers, most, learned()).state).toBe("undecided");
  });

  it("is less sure when one of them could not tell", () => {
    const three = [by("asha", says(pest)), by("birsa", says(pest)), by("chand", says(pest))];
    const unsure = [...three.slice(0, 2), by("chand", { kind: "cant_tell" })];
    const sure = consensusOf(three, policy, learned()).confidence ?? 0;
    expect(consensusOf(unsure, policy, learned()).confidence ?? 1).toBeLessThan(sure);
  });

  it("heeds two strangers who cannot use it, and none of these as a choice", () => {
    const unusable: Answer = { kind: "unusable", reason: "harmful" };
    const answers = [by("x", unusable), by("y", unusable), by("asha", says(pest))];
    expect(consensusOf(answers, policy, learned())).toMatchObject({ state: "unusable", agreement: 2 / 3 });
    const none: Answer = { kind: "none_fit" };
    const noneFit = ["asha", "birsa", "chand"].map((one) => by(one, none));
    expect(consensusOf(noneFit, policy, learned())).toMatchObject({ state: "none_fit", agreement: 1 });
  });

  it("goes by the majority, and says no confidence, while nothing is known of anybody", () => {
    const two = consensusOf([by("x", says(pest)), by("y", says(pest))], policy, nobodyKnown);
    expect(two).toEqual(consensusOf([by("x", says(pest)), by("y", says(pest))], { tools: ["class"] }, nobodyKnown));
    expect(two).not.toHaveProperty("confidence");
  });

  it("is contested before the most are asked when more answers would not settle it", () => {
    const answers = EIGHT.map((one, at) => by(one, says(at % 2 ? pest : leaf)));
    const many = { ...policy, overlap: { min: 2, max: 9 } };
    const header = aHeader({ overlapWanted: 8 });
    const heard = answers.map((one) => ({ ...one, round: 1, revision: 1, counted: true }));
    const decision = decide(header, heard, many, alike());
    expect(decision).toMatchObject({ state: "decided", header: { state: "contested", overlapWanted: 8 } });
  });

  it("comes out the same in any order of the answers", () => {
    const answers = [by("asha", says(pest)), by("x", says(leaf)), by("dev", { kind: "cant_tell" })];
    const said = JSON.stringify(consensusOf(answers, policy, learned()));
    expect(JSON.stringify(consensusOf(answers.toReversed(), policy, learned()))).toBe(said);
  });
});
