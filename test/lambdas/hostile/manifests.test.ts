import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LINE_UNITS_MAX } from "../../../core/manifest-line.ts";
import { ingestManifest } from "../../../lambdas/ingest/manifest.ts";
import type { OpenObject } from "../../../lambdas/ingest/open-object.ts";
import { itemExtras } from "../../../lambdas/store/item-extras.ts";
import { items } from "../../../lambdas/store/items.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { type Card, type Dataset, type IngestWorld, startIngestWorld } from "../../support/ingest-world.ts";

const MIB = 1_048_576;
const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const REFUSED: readonly (readonly [what: string, line: string | Buffer, why: string])[] = [
  ["is nested ten thousand deep", `{"source": "a", "x": ${deep(10_000)}}`, "nested deeper than 32"],
  ["is nested ten thousand deep and never closed", `{"source": "a", "x": ${"[".repeat(10_000)}`, "nested deeper"],
  ["says a name twice", `{"source": "a", "source": "b"}`, "it has source twice"],
  ["says __proto__ twice", `{"source": "a", "__proto__": 1, "__proto__": 2}`, "it has __proto__ twice"],
  ["has a number beyond all numbers", `{"source": "a", "x": 1e400}`, "too large"],
  ["has a number of five thousand digits", `{"source": "a", "x": ${"9".repeat(5_000)}}`, "too large"],
  ["has a number that would lose digits", `{"source": "a", "id": 9007199254740993}`, "would lose digits"],
  ["has NaN", `{"source": "a", "x": NaN}`, "not JSON"],
  ["has Infinity", `{"source": "a", "x": -Infinity}`, "not JSON"],
  ["is not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), "not in UTF-8"],
  ["is UTF-8 longer than it must be", Buffer.from("7b22c080223a317d", "hex"), "not in UTF-8"],
  ["has half a letter in its text", `{"source": "\\ud800 a"}`, "half a letter"],
  ["has half a letter in a name", `{"source": "a", "\\udfff": 1}`, "half a letter"],
  ["has a NUL in its text", `{"source": "a\\u0000b"}`, "no text"],
  ["is a program", `alert(1)`, "not JSON"],
  ["has a megabyte of other keys", `{"source": "a", "x": "${"y".repeat(90_000)}"}`, "other keys"],
  ["is longer than a line", `{"source": "${"y".repeat(4 * LINE_UNITS_MAX)}"}`, "100000 characters"],
  ["names a file up a folder", `{"source-ref": "s3://BUCKET/PROJECT/../secret.txt"}`, "does not go up"],
  ["names a file of another project", `{"source-ref": "s3://BUCKET/other000/secret.txt"}`, "does not start with"],
  ["names a file by a NUL", `{"source-ref": "s3://BUCKET/PROJECT/a\\u0000b"}`, "control characters"],
  ["names a file by a key longer than keys", `{"source-ref": "s3://BUCKET/PROJECT/${"k".repeat(1_024)}"}`, "no key"],
  ["names itself", `{"source-ref": "s3://BUCKET/PROJECT/all.jsonl"}`, "another manifest"],
];
const TAKEN: readonly (readonly [what: string, line: string, text: string, extra?: object])[] = [
  [
    "has the names of JavaScript's own",
    `{"source": "own", "__proto__": {"pwned": 1}, "constructor": {"prototype": {"pwned": 1}}}`,
    "own",
    JSON.parse(`{"__proto__": {"pwned": 1}, "constructor": {"prototype": {"pwned": 1}}}`),
  ],
  [
    "is HTML with a script",
    `{"source": "<script>alert(1)</script>", "x": "</script><img src=x onerror=alert(1)>"}`,
    "<script>alert(1)</script>",
    { x: "</script><img src=x onerror=alert(1)>" },
  ],
  ["turns the direction of text", `{"source": "a \\u202e b"}`, "a \u202e b"],
  ["has a long number in quotes", `{"source": "id", "id": "9007199254740993"}`, "id", { id: "9007199254740993" }],
  ["has a number of many decimals", `{"source": "pi", "x": 0.30000000000000004}`, "pi", { x: 0.1 + 0.2 }],
];

describe("a manifest", () => {
  let world: IngestWorld;
  let dataset: Dataset;
  let found: readonly Card[];
  beforeAll(async () => {
    world = await startIngestWorld();
    dataset = await world.dataset("text");
    const here = (line: string | Buffer): string | Buffer =>
      typeof line === "string"
        ? line.replace("BUCKET", world.deps.config.INGEST_BUCKET).replace("PROJECT", dataset.projectId)
        : line;
    const lines = [
      `{"source": "first"}`,
      ...[...REFUSED, ...TAKEN].map(([, line]) => here(line)),
      `{"source": "last"}`,
    ];
    await dataset.put("all.jsonl", Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")])));
    await world.ingestAll();
    found = await dataset.all();
  });
  afterAll(() => world.close());
  const atLine = (line: number) => found.find(({ name }) => name === `all.jsonl:${line}`);

  it("with hostile lines has its first and its last one taken, and nothing is asked for again", async () => {
    expect([atLine(1)?.text, found.find(({ text }) => text === "last")?.state]).toEqual(["first", "open"]);
    expect(found).toHaveLength(REFUSED.length + TAKEN.length + 2);
    expect(world.log.filter(({ event }) => /failed/.test(event))).toEqual([]);
    expect(Reflect.get({}, "pwned")).toBeUndefined();
  });

  it.each(REFUSED)("with a line that %s says so, with the number of the line", (what, _, why) => {
    const line = 2 + REFUSED.findIndex(([one]) => one === what);
    const message = expect.stringMatching(new RegExp(`^line ${line}: .*${why}`));
    expect(atLine(line)).toMatchObject({ state: "rejected", rejection: { code: "bad_manifest_line", message } });
  });

  it.each(TAKEN)("with a line that %s keeps it as the letters that it is", async (what, _, text, extra) => {
    const item = atLine(2 + REFUSED.length + TAKEN.findIndex(([one]) => one === what));
    expect(item).toMatchObject({ state: "open", text });
    const { itemId } = await dataset.named(item?.name ?? "");
    const [header, said] = [
      await items(world.deps).find(dataset.projectId, itemId),
      await itemExtras(world.deps).latest(dataset.projectId, itemId),
    ];
    const kept: unknown = said?.extra ?? Reflect.get(header?.source ?? {}, "extra");
    expect(JSON.stringify(kept)).toBe(JSON.stringify(extra));
  });

  it("that is packed is refused unread: what it unpacks to is not known before", async () => {
    const { projectId, put, all } = await world.dataset("text");
    const bomb = gzipSync(Buffer.alloc(64 * MIB, '{"source": "x"}\n'));
    const { bucket, config } = world.deps;
    const target = { Bucket: config.INGEST_BUCKET, Key: `${projectId}/packed.jsonl`, ContentEncoding: "gzip" };
    await bucket.send(new PutObjectCommand({ ...target, Body: bomb }));
    await put("plain.jsonl", `{"source": "beside"}`);
    await world.ingestAll();
    expect((await all()).map(({ name, text, rejection }) => [name, text ?? rejection?.message])).toEqual([
      ["packed.jsonl", "the manifest is packed with gzip: put it unpacked"],
      ["plain.jsonl:1", "beside"],
    ]);
  });

  /** As the bucket would stream it, without its being anywhere. */
  const streamed = async (pieces: number, piece: Uint8Array, end = Buffer.alloc(0)) => {
    const { projectId, all } = await world.dataset("text");
    const project = await projects(world.deps).find(projectId);
    if (!project) throw new Error("no project");
    let streamedBytes = 0;
    const object: OpenObject = {
      key: `${projectId}/bomb.jsonl`,
      etag: '"00"',
      sizeBytes: pieces * piece.length + end.length,
      read: () => Promise.reject(new Error("it is streamed")),
      stream: async function* () {
        for (let at = 0; at < pieces; at++) {
          streamedBytes += piece.length;
          yield piece;
        }
        yield end;
      },
    };
    await ingestManifest(world.deps, project, object);
    return { all, streamedBytes, messages: await world.takeMessages() };
  };

  it("of a gigabyte in one line is one line that is too long, and the line behind it is read", async () => {
    const end = Buffer.from(`\n{"source": "behind"}\n`);
    const { messages } = await streamed(1_023, Buffer.alloc(MIB, 0x78), end);
    expect(messages.map((message) => Reflect.get(Object(message), "slice"))).toEqual([
      { from: 0, to: 1_023 * MIB + 1, firstLine: 1, isOverlong: true },
      { from: 1_023 * MIB + 1, to: 1_023 * MIB + end.length, firstLine: 2 },
    ]);
  });

  it.each([
    ["a gigabyte of blank lines", 1_023, Buffer.alloc(MIB, "\n"), 8],
    ["more than a gigabyte", 1_025, Buffer.alloc(MIB, "x"), 0],
  ])("of %s is refused whole, and no further read than it takes to see it", async (_, pieces, piece, readMost) => {
    const { all, streamedBytes, messages } = await streamed(pieces, piece);
    expect(messages).toEqual([]);
    expect(streamedBytes).toBeLessThanOrEqual(readMost * MIB);
    expect(await all()).toMatchObject([{ name: "bomb.jsonl", state: "rejected", rejection: { code: "too_large" } }]);
  });
});
