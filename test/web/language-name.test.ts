import { describe, expect, test } from "vitest";
import { languageName } from "../../web/i18n/language-name.ts";

describe("a language beside what somebody wrote", () => {
  test("is called by its name", () => {
    expect(languageName("hi")).toBe("Hindi");
  });

  test.each(["hi-IN-JH", "hi-12"])("is shown as %s, which no browser reads, and the page stands", (tag) => {
    expect(languageName(tag)).toBe(tag);
  });

  test("is shown as its tag where it has no name", () => {
    expect(languageName("qzz")).toBe("qzz");
  });
});
