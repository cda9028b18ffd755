import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXTRA_BYTES_MAX, LINE_UNITS_MAX, type ManifestPlace, parseManifestLine } from "../../core/manifest-line.ts";

const texts: ManifestPlace = { bucket: "in", projectId: "aproject", media: "text" };
const images: ManifestPlace = { ...texts, media: "image" };

describe("a line of a manifest", () => {
  it("is a text with the keys that came with it", () => {
    expect(parseManifestLine(`{"source": "a moth", "id": 7, "by": {"who": "x"}}`, texts)).toEqual({
      kind: "text",
      text: "a moth",
      extra: { id: 7, by: { who: "x" } },
    });
  });

  it("is an object of the same project", () => {
    expect(parseManifestLine(`{"source-ref": "s3://in/aproject/a b/leaf.jpg"}`, images)).toEqual({
      kind: "object",
      key: "aproject/a b/leaf.jpg",
    });
  });

  it.each([
    ["is cut", `{"source": "a moth"`, "it is not JSON"],
    ["is a list", `["a moth"]`, "it is not a JSON object"],
    ["is null", "null", "it is not a JSON object"],
    ["says nothing", `{"id": 7}`, "either source-ref or source"],
    ["says both", `{"source": "x", "source-ref": "s3://in/aproject/x"}`, "either source-ref or source"],
    ["has a number for a text", `{"source": 7}`, "source is not a text"],
    ["has an empty text", `{"source": " "}`, "source is empty"],
    ["has half a letter", `{"source": "\\ud83d"}`, "no text"],
    ["has a NUL", `{"source": "a\\u0000b"}`, "no text"],
    ["points to another project", `{"source-ref": "s3://in/another1/leaf.jpg"}`, "s3://in/aproject/"],
    ["points to another bucket", `{"source-ref": "s3://out/aproject/leaf.jpg"}`, "s3://in/aproject/"],
    ["points to the web", `{"source-ref": "https://example.org/leaf.jpg"}`, "s3://in/aproject/"],
    ["points to a manifest", `{"source-ref": "s3://in/aproject/list.jsonl"}`, "another manifest"],
    ["has a key twice", `{"source": "a", "source": "b"}`, "it has source twice"],
    ["has a key twice, spelled differently", `{"source": "a", "s\\u006furce": "b"}`, "it has source twice"],
    ["has a key twice inside", `{"source": "a", "x": [{"y": 1, "y": 2}]}`, "it has y twice"],
    ["is nested too deep", `{"source": "a", "x": ${"[".repeat(40)}${"]".repeat(40)}}`, "deeper than 32"],
    ["has a number beyond all numbers", `{"source": "a", "x": 1e999}`, "too large"],
    ["has too much besides", `{"source": "a", "x": "${"y".repeat(EXTRA_BYTES_MAX)}"}`, "other keys"],
    ["is too long", `{"source": "${"y".repeat(LINE_UNITS_MAX)}"}`, "100000 characters"],
  ])("that %s is refused with its reason", (_, line, reason) => {
    expect(parseManifestLine(line, texts)).toEqual({ reason: expect.stringContaining(reason) });
  });

  it("with a text is refused where pictures are wanted, and says what to use", () => {
    expect(parseManifestLine(`{"source": "a moth"}`, images)).toEqual({
      reason: "source is for texts; a project of images takes source-ref",
    });
  });

  it("may say the same key in different objects, and the same text as key and value", () => {
    const line = `{"source": "source", "a": {"x": 1}, "b": {"x": ["x", "x:"]}}`;
    expect(parseManifestLine(line, texts)).toMatchObject({ kind: "text", text: "source" });
  });

  it("changes nothing with the names of JavaScript's own", () => {
    const parsed = parseManifestLine(`{"source": "a", "__proto__": {"polluted": 1}, "constructor": 2}`, texts);
    if (!("extra" in parsed) || !parsed.extra) throw new Error("extra keys were expected");
    expect(Object.keys(parsed.extra)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(parsed.extra)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("never throws, whatever it is, and keeps what JSON keeps", () => {
    fc.assert(fc.property(fc.string(), (line) => void parseManifestLine(line, texts)));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ minLength: 1, unit: "grapheme" }), (x, source) => {
        if (source.trim() === "" || source.includes("\0")) return;
        const parsed = parseManifestLine(JSON.stringify({ source, x }), texts);
        expect(parsed).toEqual({ kind: "text", text: source, extra: { x: JSON.parse(JSON.stringify(x)) } });
      }),
    );
  });
});
