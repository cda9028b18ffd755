import { describe, expect, it } from "vitest";
import { z } from "zod";
import { examples } from "../../lambdas/api/examples.ts";
import { answer, localized, overlap } from "../../lambdas/api/shapes.ts";
import { submittedAnswer } from "../../lambdas/api/work.ts";
import { type Endpoint, endpoints } from "../../lambdas/endpoints.ts";
import { type BadPart, readBy } from "../../lambdas/refused-body.ts";

const refusedBy = (schema: z.ZodType, input: unknown, where = "body"): BadPart | undefined => {
  const read = readBy(schema, input, where);
  return read.state === "refused" ? read.bad : undefined;
};

describe("what is refused", () => {
  const given = examples.submit.answers[0]!;
  const pay = endpoints.createProject.body.shape.pay;
  it.each([
    [
      "a reason that is missing",
      answer,
      { kind: "unusable" },
      "body.reason",
      undefined,
      "does_not_load, wrong_media, harmful, private or other",
    ],
    [
      "a reason that is none",
      answer,
      { kind: "unusable", reason: "broken" },
      "body.reason",
      '"broken"',
      "does_not_load, wrong_media, harmful, private or other",
    ],
    [
      "a kind that is none",
      answer,
      { kind: "guess" },
      "body.kind",
      '"guess"',
      "labelled, none_fit, cant_tell, unusable",
    ],
    ["no object", answer, 5, "body", "5", "an object whose kind is labelled, none_fit, cant_tell or unusable"],
    [
      "a name that is not known",
      answer,
      { kind: "none_fit", reason: "blurred" },
      "body.reason",
      '"blurred"',
      "only kind",
    ],
    [
      "within an answer of a submit",
      submittedAnswer,
      { ...given, answer: { kind: "unusable" } },
      "body.answer.reason",
      undefined,
      "does_not_load, wrong_media, harmful, private or other",
    ],
    [
      "a hash in place of an answer",
      submittedAnswer,
      { itemId: given.itemId, submissionId: given.submissionId, answerSha256: "abc" },
      "body.answerSha256",
      '"abc"',
      "a SHA-256 in 64 hexadecimal digits, in small letters",
    ],
    [
      "an unknown name beside an answer",
      submittedAnswer,
      { ...given, colour: "red" },
      "body.colour",
      '"red"',
      "only itemId, submissionId, replaces, answer",
    ],
    [
      "an id of another kind",
      submittedAnswer,
      { ...given, itemId: "ITEM" },
      "body.itemId",
      '"ITEM"',
      "the id of an item, 20 of a-z and 2-7",
    ],
    ["no UUID", submittedAnswer, { ...given, submissionId: "1" }, "body.submissionId", '"1"', "a UUID"],
    ["no number", endpoints.listItems.query, { limit: "abc" }, "body.limit", '"abc"', "a whole number from 1 to 100"],
    [
      "a number that is too large",
      endpoints.listItems.query,
      { limit: "101" },
      "body.limit",
      '"101"',
      "a whole number from 1 to 100",
    ],
    ["a fraction of a whole number", overlap, { min: 1.5, max: 2 }, "body.min", "1.5", "a whole number from 1 to 25"],
    ["bounds the wrong way round", overlap, { min: 3, max: 2 }, "body.max", "2", "max must be at least min"],
    ["nothing", pay, undefined, "body", undefined, "an object whose kind is unpaid or paid"],
    [
      "a text that is too long",
      z.string().max(5),
      "x".repeat(9_000),
      "body",
      `"${"x".repeat(77)}…"`,
      "text of at most 5 characters",
    ],
    ["an empty text", z.string().min(1).max(80), "", "body", '""', "text of 1 to 80 characters"],
    ["a number not above its bound", z.number().gt(0).max(9), 0, "body", "0", "a number above 0 and at most 9"],
    ["an exact length", z.array(z.int()).length(2), [1], "body", "[1]", "a list of 2"],
    ["a long list", z.array(z.int()).max(20), Array(30).fill(1), "body", "a list of 30", "a list of at most 20"],
    ["neither yes nor no", z.boolean(), "yes", "body", '"yes"', "true or false"],
    ["one value only", z.literal("example"), "item", "body", '"item"', "example"],
    [
      "no language",
      localized(9),
      { english: "Hello there" },
      "body.english",
      '"english"',
      "a name that is a language tag such as en or hi",
    ],
    ["languages", localized(9), {}, "body", "an empty object", "give 1 to 20 languages"],
    ["a text of another form", z.string().regex(/^a+$/), "b", "body", '"b"', "text that matches ^a+$"],
    [
      "an object",
      z.strictObject({ a: z.int(), b: z.int().optional() }),
      "b",
      "body",
      '"b"',
      "an object with a; if wanted with b",
    ],
    ["a body where none is taken", z.strictObject({}), { a: 1 }, "body.a", "1", "nothing, an empty object"],
    ["a step", z.int().multipleOf(5), 7, "body", "7", "a multiple of 5"],
  ] as const)("%s is named with what is allowed", (_, schema, input, field, value, allowed) => {
    const bad = refusedBy(schema, input);
    expect(bad).toEqual({
      field,
      ...(value !== undefined && { value }),
      allowed,
      message: expect.stringContaining(allowed),
    });
    expect(bad?.message.startsWith(field)).toBe(true);
  });

  it.each([
    ["under its own name", { signInName: "meera", password: { my: "hunter2" } }],
    ["under a mistyped name", { pasword: "hunter2" }],
    ["in a list", ["hunter2"]],
    ["by itself", "hunter2"],
    ["too long", { ...examples.acceptInvitation, password: "hunter2".repeat(60) }],
  ])("never shows a password %s", (_, input) => {
    for (const name of ["acceptInvitation", "resetPassword"] as const)
      expect(JSON.stringify(refusedBy(endpoints[name].body, input))).not.toContain("hunter2");
  });
});

const ODD: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  0,
  1.5,
  1e12,
  Number.MAX_VALUE,
  "",
  "abc",
  "x".repeat(70_000),
  [],
  ["abc"],
  {},
  { abc: 1 },
  Array(5_000).fill({ a: "b" }),
];
/** The example with each of its parts replaced by each odd thing, and with a name too many at each object. */
const oddOnes = (example: unknown): readonly unknown[] => [...ODD, ...oddParts(example)];
const oddParts = (content: unknown): readonly unknown[] => {
  if (typeof content !== "object" || content === null) return [];
  const parts = Object.entries(content).flatMap(([name, part]) =>
    oddOnes(part).map((odd) => {
      if (Array.isArray(content)) return content.with(Number(name), odd);
      const { [name]: _, ...rest } = content as Record<string, unknown>;
      return odd === undefined ? rest : { ...rest, [name]: odd };
    }),
  );
  return Array.isArray(content) ? parts : [...parts, { ...content, ["tooMany".repeat(100)]: "y".repeat(70_000) }];
};

const bodies = (Object.entries(endpoints) as [string, Endpoint][]).flatMap(([name, { body, query }]) => [
  ...(body ? [[`the body of ${name}`, body, examples[name as keyof typeof examples]] as const] : []),
  ...(query ? [[`the query of ${name}`, query, { state: "open", cursor: "c", limit: "5" }] as const] : []),
]);
const ZODS_OWN = /invalid|expected|received|unrecognized|too (big|small)|something else|undefined|NaN|\[object/i;

describe("odd requests", () => {
  it.each([...bodies, ["an answer of submit", submittedAnswer, examples.submit.answers[0]] as const])(
    "%s: each refusal says in words which part, and what is allowed",
    (_, schema, example) => {
      let refusals = 0;
      for (const input of oddOnes(example)) {
        const bad = refusedBy(schema, input);
        if (!bad) continue;
        refusals += 1;
        expect(bad.field).toMatch(/^body/);
        expect(bad.allowed).not.toBe("");
        expect(bad.allowed).not.toMatch(ZODS_OWN);
        expect(bad.value?.length ?? 0).toBeLessThanOrEqual(80);
        expect(JSON.stringify(bad).length).toBeLessThan(1_600);
      }
      expect(refusals).toBeGreaterThan(5);
    },
  );
});
