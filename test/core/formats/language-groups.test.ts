import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageGroups } from "../../../core/formats/data-card/language-groups.ts";

const people = (count: number, ...languages: string[]) => Array.from({ length: count }, () => languages);

describe("languages of those who agreed to have theirs counted", () => {
  it("are told where five work in one and five do not", () => {
    expect(languageGroups([...people(5, "kru"), ...people(5, "hi")])).toEqual([
      { language: "hi", atLeast: 5 },
      { language: "kru", atLeast: 5 },
    ]);
  });

  it("are not told of four, nor of all", () => {
    expect(languageGroups([...people(4, "kru"), ...people(9, "hi")])).toEqual([]);
    expect(languageGroups(people(20, "hi"))).toEqual([]);
  });

  it("are not told by those who said nothing: they are on neither side", () => {
    expect(languageGroups([...people(6, "hi"), ...people(30)])).toEqual([]);
  });

  it("never show a group of fewer than five, nor one person's coming or going as more than a step", () => {
    const languages = fc.subarray(["en", "hi", "kru", "sat"]);
    fc.assert(
      fc.property(fc.array(languages, { maxLength: 60 }), languages, (told, one) => {
        const before = languageGroups(told);
        for (const { language, atLeast } of before) {
          const speakers = told.filter((some) => some.includes(language)).length;
          expect(atLeast).toBeGreaterThanOrEqual(5);
          expect(atLeast % 5).toBe(0);
          expect(speakers).toBeGreaterThanOrEqual(atLeast);
          expect(told.filter((some) => some.length > 0).length - speakers).toBeGreaterThanOrEqual(5);
        }
        for (const { language, atLeast } of languageGroups([...told, one])) {
          const was = before.find((group) => group.language === language);
          if (was) expect([0, 5]).toContain(atLeast - was.atLeast);
        }
      }),
    );
  });
});
