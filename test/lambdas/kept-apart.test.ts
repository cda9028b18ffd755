import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsOf } from "../tidy/imports.ts";
import { root, sourcesUnderRoot } from "../tidy/sources.ts";

const sources = new Map(sourcesUnderRoot().map((source) => [source.path, source]));

/** Every file that is run when this one is: what it imports, and what those import, types aside. */
const reachedFrom = (path: string): ReadonlySet<string> => {
  const reached = new Set<string>();
  const visit = (next: string): void => {
    const source = sources.get(next);
    if (!source || reached.has(next)) return;
    reached.add(next);
    for (const { own, typesOnly, target } of importsOf(source)) if (own && !typesOnly) visit(target);
  };
  visit(path);
  return reached;
};

/** Where what people say lies, and who said it. Shapes of the API are no such place: every function knows them. */
const SAYINGS = /^lambdas\/(store\/(proposals|threads|credits)|author-tag|shown-(proposal|thread)|thread-words)\.ts$/;
/** What is believed of somebody's work. */
const QUALITY =
  /^core\/(consensus|agreement)\/|^lambdas\/(steps\/(learn-skills|skills-of|apply-skills)|store\/skills-\w+)\.ts$/;

const WORK = ["assign", "extend-lease", "release", "submit", "start-answer", "feed", "retry", "reconcile", "learn"];
const consensus = readdirSync(`${root}/core/consensus`)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `core/consensus/${name}`);

describe("what somebody proposes, seconds or asks", () => {
  it.each([
    ...WORK.map((name) => `lambdas/${name}.ts`),
    "lambdas/steps/grant.ts",
    "lambdas/steps/pay-answer.ts",
    "core/pay.ts",
    "core/decide.ts",
    ...consensus,
  ])("cannot be known to %s: what she is offered, paid and believed does not hang on it", (path) => {
    const reached = reachedFrom(path);
    expect(reached.size).toBeGreaterThan(0);
    expect([...reached].filter((one) => SAYINGS.test(one))).toEqual([]);
  });

  it("is known to the pages that show it, by the same search", () => {
    const reached = [...reachedFrom("lambdas/list-threads.ts")].filter((one) => SAYINGS.test(one));
    expect(reached).toEqual(expect.arrayContaining(["lambdas/store/threads.ts", "lambdas/author-tag.ts"]));
  });
});

describe("what is believed of somebody's work", () => {
  it.each(["core/pay.ts", "lambdas/steps/pay-answer.ts", "lambdas/store/ledger.ts"])(
    "cannot be known to %s, which pays",
    (path) => {
      const reached = reachedFrom(path);
      expect(reached.size).toBeGreaterThan(0);
      expect([...reached].filter((one) => QUALITY.test(one))).toEqual([]);
    },
  );

  it("is known to whoever decides, by the same search", () => {
    expect([...reachedFrom("lambdas/submit.ts")].some((one) => QUALITY.test(one))).toBe(true);
  });
});
