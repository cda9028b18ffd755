import { parseObject } from "../../../core/json-line.ts";
import { parseManifestLine } from "../../../core/manifest-line.ts";
import { sliceScanner } from "../../../core/manifest-slices.ts";
import { keyPartOf } from "../../../core/upload-name.ts";
import { ingestMessage, keyOfEvent } from "../../../lambdas/ingest/messages.ts";
import { inspectText } from "../../../lambdas/ingest/text.ts";
import { readBy } from "../../../lambdas/refused-body.ts";
import { bytesOf, type FuzzTarget, mustHold, seedsOf, textOf } from "../fuzz-target.ts";
import { shownFinding } from "./pictures.ts";

const place = { bucket: "media", projectId: "forest01" } as const;
const WORDS = ['"source-ref":', '"source":', "s3://media/forest01/", "\\u0000", "\\ud800", "__proto__", "1e999", "\n"];
const LINES: readonly Uint8Array[] = seedsOf(
  { "source-ref": "s3://media/forest01/leaves/1.jpg", scale: 3, tags: { a: [1, 2.5, null, true] } },
  { source: "नमस्ते, this is a text.", "class-metadata": { "class-name": "pest" } },
  '{"source":"a","source":"b"}',
  '{"__proto__":{"x":1},"source":"\\u0061"}',
);

const SIZES = { sliceBytes: 64, sliceLines: 4, lineBytesMax: 40 };

export const manifestTargets: readonly FuzzTarget[] = [
  {
    name: "manifest-line",
    form: "json",
    covers: ["/core/manifest-line.ts", "/core/json-line.ts"],
    words: WORDS,
    seeds: async () => LINES,
    run: (input) => {
      const outcomes = (["image", "text"] as const).map((media) => {
        const line = parseManifestLine(textOf(input), { ...place, media });
        if ("reason" in line) {
          mustHold(line.reason !== "" && line.reason.length < 400, "a line is refused in short words");
          return line;
        }
        if (line.kind === "object") mustHold(line.key.startsWith("forest01/"), "a line points into its own project");
        else mustHold(media === "text" && line.text.isWellFormed(), "only texts stand in a manifest");
        return line;
      });
      return { kind: outcomes.some((one) => "kind" in one) ? "taken" : "refused", said: outcomes };
    },
  },
  {
    name: "manifest-object",
    form: "bytes",
    covers: ["/core/json-line.ts"],
    words: WORDS,
    seeds: async () => LINES,
    run: (input) => {
      const read = parseObject(textOf(input));
      // What was kept can be written again and read again as the same.
      if ("object" in read) {
        const again = parseObject(JSON.stringify(read.object));
        mustHold("object" in again, "what was taken is taken again");
      }
      return { kind: "object" in read ? "taken" : "refused", said: read };
    },
  },
  {
    name: "manifest-slices",
    form: "bytes",
    covers: ["/core/manifest-slices.ts"],
    words: ["\n", "\n\n\n", "x".repeat(41)],
    seeds: async () => seedsOf("a\nbb\n\nccc\n", `${"d".repeat(50)}\ne\nf\ng\nh\ni`, "\n".repeat(20)),
    run: (input) => {
      const cutBy = (bytes: number): unknown => {
        const scanner = sliceScanner(SIZES);
        const slices = [];
        for (let at = 0; at < input.length; at += bytes) slices.push(...scanner.push(input.subarray(at, at + bytes)));
        slices.push(...scanner.end());
        let at = 0;
        for (const slice of slices) {
          mustHold(slice.from === at && slice.to > slice.from, "slices follow each other");
          at = slice.to;
        }
        mustHold(at === input.length, "slices hold every byte");
        return slices;
      };
      const whole = cutBy(input.length + 1);
      for (const bytes of [1, 7])
        mustHold(JSON.stringify(cutBy(bytes)) === JSON.stringify(whole), "cut anyhow, the same");
      return { kind: "cut", said: whole };
    },
  },
  {
    name: "text-file",
    form: "bytes",
    covers: ["/lambdas/ingest/text.ts", "/core/consensus/text/code-points.ts"],
    words: ["\ufeff", "\u2028", "\0", "👩🏽‍🌾"],
    seeds: async () => [...seedsOf("A leaf.", "पत्ती\nसड़ी", "\ufeffx"), Buffer.from("fffe4100", "hex")],
    run: (input) => shownFinding(inspectText(input), "text"),
  },
  {
    name: "upload-name",
    form: "bytes",
    covers: ["/core/upload-name.ts"],
    words: ["../", "C:\\", "$" + "{filename}", "\u202e", "\0", "//", "./"],
    seeds: async () => seedsOf("leaves/tiger-moth.jpg", "./a//b.png", "पत्ती.jpg"),
    run: (input) => {
      const read = keyPartOf(textOf(input));
      if ("refused" in read) return { kind: "refused", said: read.refused };
      const { part } = read;
      mustHold(!part.split("/").some((one) => one === ".." || one === "." || one === ""), "a name stays in its folder");
      mustHold(bytesOf(part).length <= 900, "a name fits a key");
      return { kind: "taken", said: part };
    },
  },
  {
    name: "bucket-event",
    form: "json",
    covers: ["/lambdas/ingest/messages.ts"],
    words: ["%", "%41", "+", "%ff", "ObjectCreated:Put", "kind"],
    seeds: async () =>
      seedsOf(
        {
          Records: [
            {
              eventName: "ObjectCreated:Put",
              s3: { object: { key: "forest01/a+b%21.jpg", versionId: "v1", sequencer: "0055AED6DCD90281E5" } },
            },
          ],
        },
        { Event: "s3:TestEvent" },
        {
          kind: "manifest-slice",
          projectId: "forest01",
          manifest: { key: "forest01/a.manifest", etag: '"x"', sizeBytes: 9 },
          slice: { from: 0, to: 9, firstLine: 1 },
        },
        { kind: "named-object", projectId: "forest01", key: "forest01/a", manifestKey: "forest01/a.manifest", line: 1 },
        {
          kind: "digest",
          projectId: "forest01",
          object: { key: "forest01/a", etag: '"x"', sizeBytes: 9 },
          media: { kind: "image", contentType: "image/png", width: 1, height: 1, orientation: 1 },
          at: 0,
          state: "0".repeat(64),
        },
      ),
    run: (input) => {
      const read = readBy(ingestMessage, parsed(textOf(input)), "message");
      if (read.state === "refused") return { kind: "refused", said: read.bad };
      if (!("Records" in read.content)) return { kind: "taken" };
      return { kind: "events", said: read.content.Records.map(keyOfEvent) };
    },
  },
];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
