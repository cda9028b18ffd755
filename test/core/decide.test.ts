import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import { mayTake, withClaim } from "../../core/assignment.ts";
import { EVERYONE_ALIKE } from "../../core/consensus/index.ts";
import { type DecisionPolicy, decide, type HeardAnnotation } from "../../core/decide.ts";
import type { AssignmentId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader, wanted } from "../../core/item.ts";
import { reopened, withReview } from "../../core/review.ts";
import { aHeader, annotatorOf, HARMLESS, labelled, PEST } from "../support/labelling.ts";

const policy = (min: number, max: number): DecisionPolicy => ({ overlap: { min, max }, tools: ["class"] });
const heard = (person: number, answer: Answer, changes: Partial<HeardAnnotation> = {}): HeardAnnotation => ({
  round: 1,
  annotatorId: annotatorOf(person),
  revision: 1,
  counted: true,
  answer,
  ...changes,
});
const decided = (header: ItemHeader, annotations: readonly HeardAnnotation[], by: DecisionPolicy): ItemHeader => {
  const decision = decide(header, annotations, by, EVERYONE_ALIKE);
  if (decision.state !== "decided") throw new Error("answers wanted");
  return decision.header;
};
const pest = labelled(PEST);
const harmless = labelled(HARMLESS);
const unusable: Answer = { kind: "unusable", reason: "does_not_load" };

describe("an item's decision", () => {
  it.each([
    ["nobody has answered", [], policy(2, 3), { state: "open", overlapWanted: 2 }],
    ["fewer answered than are wanted", [heard(1, pest)], policy(2, 3), { state: "open", overlapWanted: 2 }],
    ["one is enough", [heard(1, pest)], policy(1, 3), { state: "agreed", overlapWanted: 1 }],
    ["two agree", [heard(1, pest), heard(2, pest)], policy(2, 3), { state: "agreed", overlapWanted: 2 }],
    ["two differ", [heard(1, pest), heard(2, harmless)], policy(2, 3), { state: "open", overlapWanted: 3 }],
    [
      "two differ, and no more may be asked",
      [heard(1, pest), heard(2, harmless)],
      policy(2, 2),
      { state: "contested" },
    ],
    [
      "most say that none of these fit",
      [heard(1, { kind: "none_fit" }), heard(2, { kind: "none_fit" }), heard(3, pest)],
      policy(3, 3),
      { state: "none_fit" },
    ],
    ["nobody can tell", [heard(1, { kind: "cant_tell" })], policy(1, 1), { state: "cant_tell" }],
    ["one says unusable", [heard(1, unusable)], policy(1, 3), { state: "open", overlapWanted: 2 }],
    ["two say unusable", [heard(1, unusable), heard(2, unusable)], policy(1, 5), { state: "unusable" }],
    ["one says unusable where one is asked", [heard(1, unusable)], policy(1, 1), { state: "open", overlapWanted: 2 }],
    ["a second says so too", [heard(1, unusable), heard(2, unusable)], policy(1, 1), { state: "unusable" }],
    ["a second does not", [heard(1, unusable), heard(2, pest)], policy(1, 1), { state: "contested", overlapWanted: 2 }],
    [
      "the one takes it back",
      [heard(1, unusable), heard(1, pest, { revision: 2 })],
      policy(1, 1),
      { state: "agreed", overlapWanted: 1 },
    ],
  ] as const)("when %s", (_, annotations, by, expected) => {
    expect(decided(aHeader(), annotations, by)).toMatchObject(expected);
  });

  it("goes by the latest revision of each person", () => {
    const annotations = [heard(1, harmless), heard(1, pest, { revision: 2 }), heard(2, pest)];
    expect(decided(aHeader(), annotations, policy(2, 2))).toMatchObject({
      state: "agreed",
      consensus: { classes: [PEST] },
    });
  });

  it("has a place for the second after one said unusable, also where a project asks one only", () => {
    const by = policy(1, 1);
    const doubted = decided(aHeader(), [heard(1, unusable)], by);
    expect(freeSlots(doubted, by.overlap)).toBe(1);
    expect(mayTake(doubted, annotatorOf(1), by.overlap)).toBe(false);
    const held = withClaim(doubted, annotatorOf(2), "B" as AssignmentId);
    expect(freeSlots(held, by.overlap)).toBe(0);
    expect(freeSlots(reopened(doubted), by.overlap)).toBe(1);
    // A maximum that the vendor lowers meanwhile holds for every other item.
    expect(freeSlots(aHeader({ overlapWanted: 2, answeredBy: [annotatorOf(1)] }), by.overlap)).toBe(0);
  });

  it("leaves out what does not count, and frees the claim of who gave it", () => {
    const header = withClaim(aHeader(), annotatorOf(1), "A" as AssignmentId);
    const next = decided(header, [heard(1, pest, { counted: false })], policy(1, 3));
    expect(next).toMatchObject({ state: "open", answeredBy: [], claims: {} });
  });

  it("leaves out other rounds", () => {
    expect(decided(aHeader({ round: 2 }), [heard(1, pest)], policy(1, 3))).toMatchObject({
      state: "open",
      answeredBy: [],
    });
  });

  it("keeps the claims of those who have not answered, also once it is decided", () => {
    const header = withClaim(aHeader(), annotatorOf(2), "B" as AssignmentId);
    expect(decided(header, [heard(1, pest)], policy(1, 3)).claims).toEqual({ [annotatorOf(2)]: "B" });
  });

  it("waits for large answers only when it hangs on them", () => {
    const { answer: _, ...large } = heard(1, pest);
    expect(decide(aHeader(), [large], policy(2, 3), EVERYONE_ALIKE)).toMatchObject({ state: "decided" });
    expect(decide(aHeader(), [large], policy(1, 3), EVERYONE_ALIKE)).toEqual({ state: "answers-wanted" });
  });

  it("is the reviewer's until the item is re-opened", () => {
    const reviewed = withReview(aHeader(), harmless, [heard(1, pest), heard(2, harmless)]);
    expect(reviewed.consensus).toMatchObject({ agreement: 0.5, reviewed: true, classes: [HARMLESS] });
    const after = decided(reviewed, [heard(1, pest), heard(2, pest), heard(3, pest)], policy(1, 3));
    expect(after).toMatchObject({ state: "agreed", consensus: { classes: [HARMLESS] } });
    expect(decided(reopened(after), [heard(1, pest)], policy(1, 3))).toMatchObject({ state: "open", round: 2 });
  });

  it.each(["rejected", "replaced"] as const)("does not bring a %s item back", (state) => {
    expect(decided(aHeader({ state }), [heard(1, pest)], policy(1, 3)).state).toBe(state);
  });
});

const anAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(pest, harmless) },
  { weight: 1, arbitrary: fc.constantFrom<Answer>({ kind: "none_fit" }, { kind: "cant_tell" }, unusable) },
);
const aPolicy = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }))
  .map(([min, more]) => policy(min, min + more));
/** Each person's revisions without a gap, some not counted, in the round or another. */
const annotations: fc.Arbitrary<readonly HeardAnnotation[]> = fc
  .array(
    fc.array(fc.record({ answer: anAnswer, counted: fc.integer({ min: 0, max: 5 }).map((draw) => draw > 0) }), {
      maxLength: 3,
    }),
    { maxLength: 6 },
  )
  .map((people) =>
    people.flatMap((given, person) =>
      given.map(({ answer, counted }, at) => heard(person, answer, { revision: at + 1, counted })),
    ),
  );

describe("deciding", () => {
  it("does not depend on the order of the annotations", () => {
    fc.assert(
      fc.property(
        annotations.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        aPolicy,
        ([all, shuffled], by) => {
          expect(decided(aHeader(), shuffled, by)).toEqual(decided(aHeader(), all, by));
        },
      ),
    );
  });

  it("done again changes nothing", () => {
    fc.assert(
      fc.property(annotations, aPolicy, (all, by) => {
        const once = decided(aHeader(), all, by);
        expect(decided(once, all, by)).toEqual(once);
      }),
    );
  });

  it("does not depend on what was decided before: the annotations alone make the header", () => {
    fc.assert(
      fc.property(annotations, fc.nat(), aPolicy, (all, cut, by) => {
        const before = decided(aHeader(), all.slice(0, cut % (all.length + 1)), by);
        expect(decided(before, all, by)).toEqual(decided(aHeader(), all, by));
      }),
    );
  });

  it("asks for nobody more once it is decided, and for somebody while it is open", () => {
    fc.assert(
      fc.property(annotations, aPolicy, (all, by) => {
        const header = decided(aHeader(), all, by);
        expect(freeSlots(header, by.overlap) > 0).toBe(header.state === "open");
        expect(wanted(header, by.overlap)).toBeLessThanOrEqual(Math.max(by.overlap.max, header.doubted ? 2 : 0));
      }),
    );
  });

  it("never has more claims and answers than are wanted, whoever asks and answers in whatever order", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.boolean(), anAnswer), { maxLength: 40 });
    fc.assert(
      fc.property(steps, aPolicy, (all, by) => {
        let header = aHeader();
        let given: readonly HeardAnnotation[] = [];
        for (const [person, asks, answer] of all) {
          const annotatorId = annotatorOf(person);
          if (asks && mayTake(header, annotatorId, by.overlap)) {
            header = withClaim(header, annotatorId, "T" as AssignmentId);
            const taken = header.answeredBy.length + Object.keys(header.claims).length;
            expect(taken).toBeLessThanOrEqual(wanted(header, by.overlap));
          }
          if (!asks && annotatorId in header.claims) {
            given = [...given, heard(person, answer)];
            header = decided(header, given, by);
          }
        }
        const doubted = given.some(({ answer }) => answer?.kind === "unusable");
        expect(given.length).toBeLessThanOrEqual(Math.max(by.overlap.max, doubted ? 2 : 0));
      }),
    );
  });
});
