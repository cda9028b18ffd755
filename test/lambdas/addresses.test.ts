import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { voiceKeyOf } from "../../core/voice-note.ts";
import * as shapes from "../../lambdas/api/shapes.ts";
import { createProject } from "../../lambdas/create-project.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import type { Person } from "../../lambdas/http.ts";
import { mediaUrl } from "../../lambdas/media-url.ts";
import { shownOntology } from "../../lambdas/shown-ontology.ts";
import { signUploadParts } from "../../lambdas/sign-upload-parts.ts";
import { startUpload } from "../../lambdas/start-upload.ts";
import { answers } from "../../lambdas/store/answers.ts";
import { exportObjects } from "../../lambdas/store/export-objects.ts";
import { shownVoice, voiceForm } from "../../lambdas/voice-notes.ts";
import { type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";

const MIB = 1_048_576;
const MINUTE_MS = 60_000;
const BYTES = Buffer.from('{"kind":"none_fit"}');
const OTHER = Buffer.from('{"kind":"none_fat"}');

let world: PeopleWorld;
let deps: Deps;
let vendor: Person;
let projectId: ReturnType<typeof shapes.projectId.parse>;
let bucketAheadMs = 0;
let madeUp = 0;

const put = async (Bucket: string, Key: string): Promise<string | undefined> =>
  (await deps.bucket.send(new PutObjectCommand({ Bucket, Key, Body: BYTES }))).VersionId;
const ingestKey = (name: string): string => `${projectId}/${name}`;

beforeAll(async () => {
  world = await startPeopleWorld(() => Date.now() + bucketAheadMs);
  deps = { ...world.deps, now: () => Date.now() };
  vendor = world.person("vendor", "vendor");
  const made = await world.call(endpoints.createProject, createProject, { as: vendor, body: aProjectBody() });
  projectId = shapes.projectId.parse(made.projectId);
});
afterAll(() => world.close());

/** How the bucket answers later, by its own clock. */
const later = async <Out>(ms: number, run: () => Promise<Out>): Promise<Out> => {
  bucketAheadMs = ms;
  try {
    return await run();
  } finally {
    bucketAheadMs = 0;
  }
};

const withoutLetter = (signature: string): string => `${signature.startsWith("0") ? "1" : "0"}${signature.slice(1)}`;
const tampered = (url: string): string =>
  url.replace(/(?<=X-Amz-Signature=)[0-9a-f]+/, (signature) => withoutLetter(signature));
const stretched = (url: string): string => url.replace(/(?<=X-Amz-Expires=)\d+/, "604800");
const elsewhere = (url: string): string => url.replace(/\/[^/?]+\?/, "/another?");
const otherBucket = (url: string): string => url.replace(/\/(ingest|answers|exports)-bucket\//, "/other-bucket/");

describe("an address to read", () => {
  const exported = { projectId, exportId: shapes.exportId.parse("01JZK3V8Q4M2N6P7R9S0T1V200") };
  const KINDS: readonly (readonly [kind: string, minutes: number, type: string, make: () => Promise<string>])[] = [
    [
      "an item",
      75,
      "image/png",
      async () => {
        const versionId = await put(deps.config.INGEST_BUCKET, ingestKey("a.png"));
        return mediaUrl(
          deps,
          { key: ingestKey("a.png"), ...(versionId && { versionId }) },
          { contentType: "image/png" },
        );
      },
    ],
    [
      "a label's example",
      75,
      "image/jpeg",
      async () => {
        const exampleKey = ingestKey(".examples/leaf.jpg");
        await put(deps.config.INGEST_BUCKET, exampleKey);
        const label = { ...aLabel("pest"), id: shapes.labelId.parse("pest"), exampleKey };
        const { labels } = await shownOntology(deps, projectId, { labels: [label], retired: [] } as never);
        return labels[0]?.exampleUrl ?? "";
      },
    ],
    [
      "a recording",
      75,
      "audio/wav",
      async () => {
        const key = voiceKeyOf(projectId, deps.newId(), "audio/wav");
        const versionId = await put(deps.config.INGEST_BUCKET, key);
        const note = { key, contentType: "audio/wav" as const, sizeBytes: BYTES.length };
        return (await shownVoice(deps, { ...note, ...(versionId && { versionId }) })).url;
      },
    ],
    [
      "a file of an export",
      60,
      "text/csv; charset=utf-8",
      async () => {
        await put(deps.config.EXPORTS_BUCKET, `exports/${projectId}/${exported.exportId}/a.csv`);
        return exportObjects(deps).addressOf({ ...exported, projectId }, "a.csv");
      },
    ],
  ];

  it.each(KINDS)(
    "of %s shows that one for at most %i minutes, as %s, and does nothing else",
    async (_, minutes, type, make) => {
      const url = await make();
      const good = await fetch(url);
      expect([good.status, good.headers.get("content-type")]).toEqual([200, type]);
      const attempts: Readonly<Record<string, () => Promise<Response>>> = {
        "another key": () => fetch(elsewhere(url)),
        "another bucket": () => fetch(otherBucket(url)),
        "a tampered signature": () => fetch(tampered(url)),
        "a longer life": () => fetch(stretched(url)),
        "another type": () => fetch(url.replace(/(?<=response-content-type=)[^&]+/, "text%2Fhtml")),
        "another version": () =>
          fetch(url.includes("versionId=") ? url.replace(/(?<=versionId=)[^&]+/, "null") : `${url}&versionId=null`),
        "a query that nobody signed": () => fetch(`${url}&tagging`),
        "a listing of the bucket": () => fetch(url.replace(/\/[^/?]+\?/, "/?list-type=2&")),
        "a write": () => fetch(url, { method: "PUT", body: "x" }),
        "a deletion": () => fetch(url, { method: "DELETE" }),
        "a form": () => fetch(url, { method: "POST", body: new FormData() }),
        "its time over": () => later(minutes * MINUTE_MS + 1_000, () => fetch(url)),
      };
      expect(await refusedWith(attempts)).toEqual(Object.keys(attempts));
      expect((await fetch(url)).status, "and is as good as before").toBe(200);
    },
  );
});

/** Which of the attempts were refused by the signature or the policy, and not by chance. */
const refusedWith = async (attempts: Readonly<Record<string, () => Promise<Response>>>): Promise<readonly string[]> => {
  const refused: string[] = [];
  for (const [what, attempt] of Object.entries(attempts)) {
    const response = await attempt();
    const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? "";
    refused.push(response.status >= 400 && REFUSALS.includes(code) ? what : `${what}: ${response.status} ${code}`);
  }
  return refused;
};
const REFUSALS: readonly string[] = [
  "AccessDenied",
  "SignatureDoesNotMatch",
  "EntityTooLarge",
  "EntityTooSmall",
  "BadDigest",
  "XAmzContentChecksumMismatch",
  "InvalidRequest",
  "MethodNotAllowed",
  "PreconditionFailed",
  "AuthorizationQueryParametersError",
  "MalformedPOSTRequest",
  "InvalidArgument",
];

describe("an address to put to", () => {
  interface ToPut {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  }
  const KINDS: readonly (readonly [kind: string, minutes: number, make: () => Promise<ToPut>])[] = [
    [
      "a large answer",
      60,
      () => answers(deps).addressFor(createHash("sha256").update(BYTES).digest("hex"), BYTES.length),
    ],
    [
      "a part of a large file",
      60,
      async () => {
        const as = { as: vendor, path: { projectId } };
        const wanted = { name: `large-${madeUp++}.jpg`, sizeBytes: 33 * MIB, contentType: "image/jpeg" };
        const { files } = await world.call(endpoints.startUpload, startUpload, { ...as, body: { files: [wanted] } });
        const [file] = files;
        if (file?.kind !== "multipart") throw new Error("parts were expected");
        const { key, uploadId } = file;
        const body = { key, uploadId, sizeBytes: BYTES.length, parts: [1] };
        const { parts } = await world.call(endpoints.signUploadParts, signUploadParts, { ...as, body });
        return { url: parts[0]?.url ?? "", headers: {} };
      },
    ],
  ];

  it.each(KINDS)("%s takes those bytes for at most %i minutes, and nothing else", async (kind, minutes, make) => {
    const { url, headers } = await make();
    const send = (to: string, body: Buffer = BYTES, more: Readonly<Record<string, string>> = {}, method = "PUT") =>
      fetch(to, { method, headers: { ...headers, ...more }, body: Uint8Array.from(body) });
    const attempts: Readonly<Record<string, () => Promise<Response>>> = {
      "another key": () => send(elsewhere(url)),
      "another bucket": () => send(otherBucket(url)),
      "a tampered signature": () => send(tampered(url)),
      "a longer life": () => send(stretched(url)),
      "one byte more": () => send(url, Buffer.concat([BYTES, Buffer.from("x")])),
      "one byte less": () => send(url, BYTES.subarray(1)),
      "a query that nobody signed": () => send(`${url}&acl`),
      "an owner's header": () => send(url, BYTES, { "x-amz-acl": "public-read" }),
      "a read": () => fetch(url),
      "a deletion": () => fetch(url, { method: "DELETE" }),
      "its time over": () => later(minutes * MINUTE_MS + 1_000, () => send(url)),
      ...(kind === "a large answer"
        ? {
            "another type": () => send(url, BYTES, { "content-type": "text/html" }),
            "other bytes of that length": () => send(url, OTHER),
            "other bytes with their own checksum": () =>
              send(url, OTHER, { "x-amz-checksum-sha256": createHash("sha256").update(OTHER).digest("base64") }),
          }
        : {
            "another part": () => send(url.replace(/(?<=partNumber=)\d+/, "2")),
            "another upload": () => send(url.replace(/(?<=uploadId=)[^&]+/, "another")),
          }),
    };
    expect(await refusedWith(attempts)).toEqual(Object.keys(attempts));
    expect((await send(url)).status).toBe(200);
  });
});

describe("a form to post", () => {
  interface Form {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
  }
  const upload = async (purpose?: "example"): Promise<Form> => {
    const wanted = { name: `small-${madeUp++}.jpg`, sizeBytes: BYTES.length, contentType: "image/jpeg" };
    const { files } = await world.call(endpoints.startUpload, startUpload, {
      as: vendor,
      path: { projectId },
      body: { files: [{ ...wanted, ...(purpose && { purpose }) }] },
    });
    const [file] = files;
    if (file?.kind !== "post") throw new Error("a form was expected");
    return file;
  };
  const KINDS: readonly (readonly [kind: string, make: () => Promise<Form>])[] = [
    ["a file", () => upload()],
    ["a label's example", () => upload("example")],
    ["a recording", () => voiceForm(deps, projectId, { contentType: "audio/wav", sizeBytes: BYTES.length })],
  ];
  const MINUTES = 15;

  it.each(KINDS)(
    "for %s takes so many bytes of that type under that key for a quarter of an hour, and nothing else",
    async (_, make) => {
      const { url, fields } = await make();
      const post = (changed: Readonly<Record<string, string>> = {}, content = BYTES, to = url) => {
        const form = new FormData();
        for (const [name, text] of Object.entries({ ...fields, ...changed })) form.append(name, text);
        form.append("file", new Blob([Uint8Array.from(content)]), "file");
        return fetch(to, { method: "POST", body: form });
      };
      const policy = JSON.parse(Buffer.from(fields["Policy"] ?? "", "base64").toString("utf8"));
      const widened = Buffer.from(JSON.stringify({ ...policy, expiration: "2099-01-01T00:00:00Z" })).toString("base64");
      const attempts: Readonly<Record<string, () => Promise<Response>>> = {
        "another key": () => post({ key: ingestKey("another.jpg") }),
        "the name of the file in the key": () => post({ key: `${fields["key"]}\${filename}` }),
        "another type": () => post({ "Content-Type": "text/html" }),
        "one byte more": () => post({}, Buffer.concat([BYTES, Buffer.from("x")])),
        "one byte less": () => post({}, BYTES.subarray(1)),
        "a field that nobody signed": () => post({ acl: "public-read" }),
        "a longer life": () => post({ Policy: widened }),
        "a tampered signature": () => post({ "X-Amz-Signature": withoutLetter(fields["X-Amz-Signature"] ?? "") }),
        "another bucket": () => post({}, BYTES, url.replace("ingest-bucket", "exports-bucket")),
        "a plain write": () =>
          fetch(`${url.replace(/\/$/, "")}/${fields["key"]}`, { method: "PUT", body: BYTES.toString() }),
        "its time over": () => later(MINUTES * MINUTE_MS + 1_000, () => post()),
      };
      expect(await refusedWith(attempts)).toEqual(Object.keys(attempts));
      expect((await post()).status).toBeLessThan(300);
    },
  );
});
