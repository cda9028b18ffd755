import { describe, expect, it } from "vitest";
import { toolsThatDoNotFit } from "../../core/tools-fit.ts";

describe("tools", () => {
  it("are told apart by what can be done to the media", () => {
    expect(toolsThatDoNotFit("image", ["class", "box"])).toEqual([]);
    expect(toolsThatDoNotFit("video", ["classes", "box"])).toEqual(["box"]);
    expect(toolsThatDoNotFit("text", ["box"])).toEqual(["box"]);
  });
});
