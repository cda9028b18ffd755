import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameContent } from "../../core/same-content.ts";

const inOtherOrder = (content: unknown): unknown => {
  if (Array.isArray(content)) return content.map(inOtherOrder);
  if (typeof content !== "object" || content === null) return content;
  return Object.fromEntries(
    Object.entries(content)
      .reverse()
      .map(([name, part]) => [name, inOtherOrder(part)]),
  );
};

describe("two contents", () => {
  it("are the same in whatever order their names stand", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (one) => {
        expect(isSameContent(one, inOtherOrder(one))).toBe(true);
      }),
    );
  });

  it("are the same only where their texts say the same", () => {
    const small = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        if (JSON.stringify(a) === JSON.stringify(b)) expect(isSameContent(a, b)).toBe(true);
        if (isSameContent(a, b)) expect(isSameContent(b, a)).toBe(true);
      }),
    );
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{}, []],
    [null, {}],
    [{ 0: "a" }, ["a"]],
    ["1", 1],
  ])("%j and %j differ", (a, b) => {
    expect(isSameContent(a, b)).toBe(false);
    expect(isSameContent(b, a)).toBe(false);
  });

  it("are the same where a name is absent, or undefined", () => {
    expect(isSameContent({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });
});
