import { describe, expect, test } from "vitest";
import { dropSecond, isBegun, keepSecond, keptSecond } from "../../../../web/annotate/say/second-draft.ts";

describe("her own words to somebody's proposal", () => {
  test("are there when the sheet is opened again, at this proposal only", () => {
    const recording = { blob: new Blob(["la"]), contentType: "audio/webm" } as const;
    keepSecond("asha p 1", { note: "on the stem too", recording });
    expect(keptSecond("asha p 1")).toEqual({ note: "on the stem too", recording });
    expect(isBegun(keptSecond("asha p 1"))).toBe(true);
    expect(isBegun(keptSecond("asha p 2"))).toBe(false);
    expect(isBegun(keptSecond("nehma p 1"))).toBe(false);
  });

  test("are gone once they were sent", () => {
    keepSecond("asha p 3", { note: "yes" });
    dropSecond("asha p 3");
    expect(keptSecond("asha p 3")).toEqual({ note: "" });
  });
});
