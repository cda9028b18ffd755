import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost, type PresignedPostOptions } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BucketWorld, openBucketWorld, put, refusalOf, someBytes } from "./support/bucket.ts";

let world: BucketWorld;
let Bucket: string;
beforeAll(async () => {
  world = await openBucketWorld();
  Bucket = await world.newBucket();
});
afterAll(() => world.close());

const codeOf = async (answer: Response): Promise<string | undefined> =>
  /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];

describe("a presigned address", () => {
  it("lets anyone read one object, as the signer wants it shown", async () => {
    await put(world.client, Bucket, "seen by all/ü +.txt", { ContentType: "text/plain" });
    const command = new GetObjectCommand({
      Bucket,
      Key: "seen by all/ü +.txt",
      ResponseContentType: "application/pdf",
      ResponseContentDisposition: 'attachment; filename="a b.pdf"',
      ResponseCacheControl: "private, max-age=600",
    });
    const url = await getSignedUrl(world.presigner, command, { expiresIn: 60 });
    const answer = await fetch(url, { headers: { range: "bytes=1-3" } });
    expect([answer.status, await answer.text()]).toEqual([206, "ell"]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="a b.pdf"',
      "cache-control": "private, max-age=600",
    });
  });

  it("does nothing else: no other key, no other method, no other name", async () => {
    const url = await getSignedUrl(world.presigner, new GetObjectCommand({ Bucket, Key: "seen" }), { expiresIn: 60 });
    const attempts = [
      fetch(url.replace("/seen?", "/unseen?")),
      fetch(url, { method: "DELETE" }),
      fetch(url, { method: "PUT", body: "x" }),
      fetch(`${url}&response-content-disposition=inline%3Bfilename%3Devil.exe`),
    ];
    for (const answer of await Promise.all(attempts))
      expect([answer.status, await codeOf(answer)]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  it("is refused when it has expired", async () => {
    const signingDate = new Date(Date.now() - 120_000);
    const url = await getSignedUrl(world.presigner, new GetObjectCommand({ Bucket, Key: "k" }), {
      expiresIn: 60,
      signingDate,
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
  });

  it("takes an upload, and binds it to what was signed", async () => {
    const command = new PutObjectCommand({ Bucket, Key: "sent", ContentType: "image/png" });
    const url = await getSignedUrl(world.presigner, command, {
      expiresIn: 60,
      signableHeaders: new Set(["content-type"]),
    });
    const body = new Uint8Array(someBytes(10_000));
    const wrong = await fetch(url, { method: "PUT", body, headers: { "content-type": "text/html" } });
    expect(await codeOf(wrong)).toBe("SignatureDoesNotMatch");
    const right = await fetch(url, { method: "PUT", body, headers: { "content-type": "image/png" } });
    expect([right.status, right.headers.get("etag")]).toEqual([200, expect.stringMatching(/^"[0-9a-f]{32}"$/)]);
    expect(await world.client.send(new HeadObjectCommand({ Bucket, Key: "sent" }))).toMatchObject({
      ContentType: "image/png",
      ContentLength: 10_000,
    });
  });

  it("may ask for a write of what is not there yet", async () => {
    const command = new PutObjectCommand({ Bucket, Key: "once", IfNoneMatch: "*" });
    const url = await getSignedUrl(world.presigner, command, {
      expiresIn: 60,
      unhoistableHeaders: new Set(["if-none-match"]),
    });
    const send = () => fetch(url, { method: "PUT", body: "x", headers: { "if-none-match": "*" } });
    expect([(await send()).status, (await send()).status]).toEqual([200, 412]);
  });

  it("is required: nothing is read or written without a signature", async () => {
    const url = (await getSignedUrl(world.presigner, new GetObjectCommand({ Bucket, Key: "k" }))).replace(/\?.*/, "");
    for (const init of [{}, { method: "PUT", body: "x" }, { method: "DELETE" }]) {
      const answer = await fetch(url, init);
      expect([answer.status, await codeOf(answer)]).toEqual([403, "AccessDenied"]);
    }
  });
});

describe("a form that a browser sends", () => {
  const sendForm = async (
    options: Partial<PresignedPostOptions>,
    file: Buffer,
    change: (fields: Record<string, string>) => void = () => undefined,
  ) => {
    const { url, fields } = await createPresignedPost(world.client, { Bucket, Key: "form", Expires: 60, ...options });
    change(fields);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([new Uint8Array(file)], { type: "image/png" }), "picture ü.png");
    form.append("after", "ignored");
    return fetch(url, { method: "POST", body: form, redirect: "manual" });
  };

  it("uploads a file, under its own name if the key says so", async () => {
    const file = someBytes(300_000);
    const Fields = { "Content-Type": "image/png", "x-amz-meta-from": "phone", success_action_status: "201" };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 replaces this by the name of the file.
    const answer = await sendForm({ Key: "in/${filename}", Fields }, file);
    expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining("<Key>in/picture ü.png</Key>")]);
    const back = await world.client.send(new GetObjectCommand({ Bucket, Key: "in/picture ü.png" }));
    expect(back).toMatchObject({ ContentType: "image/png", Metadata: { from: "phone" } });
    expect(file.equals(Buffer.from(await back.Body!.transformToByteArray()))).toBe(true);
  });

  it("is answered with nothing, or sent on, as the form says", async () => {
    expect((await sendForm({}, someBytes(10))).status).toBe(204);
    const sentOn = await sendForm(
      { Fields: { success_action_redirect: "http://page.example/done?x=1" } },
      someBytes(10),
    );
    expect([sentOn.status, sentOn.headers.get("location")]).toEqual([
      303,
      expect.stringContaining("page.example/done?x=1&bucket="),
    ]);
  });

  it.each([
    { name: "a file too large", sizeBytes: 101, code: "EntityTooLarge" },
    { name: "a file too small", sizeBytes: 9, code: "EntityTooSmall" },
    {
      name: "another key",
      sizeBytes: 50,
      code: "AccessDenied",
      change: (f: Record<string, string>) => {
        f["key"] = "other";
      },
    },
    {
      name: "another type",
      sizeBytes: 50,
      code: "AccessDenied",
      change: (f: Record<string, string>) => {
        f["Content-Type"] = "text/html";
      },
    },
    {
      name: "a field nobody allowed",
      sizeBytes: 50,
      code: "AccessDenied",
      change: (f: Record<string, string>) => {
        f["Cache-Control"] = "x";
      },
    },
    {
      name: "a policy written anew",
      sizeBytes: 50,
      code: "SignatureDoesNotMatch",
      change: (f: Record<string, string>) => {
        f["Policy"] = Buffer.from("{}").toString("base64");
      },
    },
  ])("with $name is refused: $code", async ({ sizeBytes, code, change }) => {
    const Conditions: PresignedPostOptions["Conditions"] = [
      ["content-length-range", 10, 100],
      ["starts-with", "$Content-Type", "image/"],
    ];
    const answer = await sendForm(
      { Key: "bound", Conditions, Fields: { "Content-Type": "image/png" } },
      someBytes(sizeBytes),
      change,
    );
    expect(await codeOf(answer)).toBe(code);
    expect(await refusalOf(world.client.send(new HeadObjectCommand({ Bucket, Key: "bound" })))).toMatchObject({
      status: 404,
    });
  });
});

describe("rules for pages of other origins", () => {
  const rules: CORSRule[] = [
    {
      ID: "page",
      AllowedOrigins: ["https://page.example", "https://*.preview.example"],
      AllowedMethods: ["PUT", "GET"],
      AllowedHeaders: ["content-type", "x-amz-*"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 600,
    },
    { AllowedOrigins: ["*"], AllowedMethods: ["GET"] },
  ];
  let url: string;
  beforeAll(async () => {
    await world.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules } }));
    await put(world.client, Bucket, "cors");
    url = await getSignedUrl(world.presigner, new GetObjectCommand({ Bucket, Key: "cors" }));
  });
  const ask = (origin: string, method: string, headers = "") =>
    fetch(url, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": method, "access-control-request-headers": headers },
    });

  it("come back as they were set", async () => {
    expect((await world.client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(rules);
  });

  it("let the named page ask to write, with the headers it may use", async () => {
    const answer = await ask("https://page.example", "PUT", "Content-Type, x-amz-meta-a");
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "access-control-allow-origin": "https://page.example",
      "access-control-allow-methods": "PUT, GET",
      "access-control-allow-headers": "content-type, x-amz-meta-a",
      "access-control-expose-headers": "ETag",
      "access-control-max-age": "600",
      "access-control-allow-credentials": "true",
      vary: expect.stringContaining("Origin"),
    });
    expect((await ask("https://a.preview.example", "PUT")).status).toBe(200);
  });

  it.each([
    { origin: "https://evil.example", method: "PUT", headers: "" },
    { origin: "https://page.example", method: "DELETE", headers: "" },
    { origin: "https://page.example", method: "PUT", headers: "authorization" },
    { origin: "https://preview.example", method: "PUT", headers: "" },
    { origin: "http://page.example", method: "PUT", headers: "" },
  ])("refuse $origin $method $headers", async ({ origin, method, headers }) => {
    const answer = await ask(origin, method, headers);
    expect([answer.status, await codeOf(answer)]).toEqual([403, "AccessForbidden"]);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("show on answers and on refusals alike, so that a page can read why", async () => {
    const headers = { origin: "https://page.example" };
    const [good, bad] = [await fetch(url, { headers }), await fetch(url.replace("cors?", "other?"), { headers })];
    for (const answer of [good, bad]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("https://page.example");
      expect(answer.headers.get("access-control-expose-headers")).toBe("ETag");
    }
    expect(
      (await fetch(url, { headers: { origin: "https://other.example" } })).headers.get("access-control-allow-origin"),
    ).toBe("*");
    expect((await fetch(url)).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("are gone once deleted", async () => {
    await world.client.send(new DeleteBucketCorsCommand({ Bucket }));
    expect(await refusalOf(world.client.send(new GetBucketCorsCommand({ Bucket })))).toEqual({
      code: "NoSuchCORSConfiguration",
      status: 404,
    });
    expect((await ask("https://page.example", "PUT")).status).toBe(403);
  });
});

describe("tags", () => {
  const tagsOf = async (Key: string) =>
    (await world.client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet?.map(
      ({ Key, Value }) => `${Key}=${Value}`,
    );

  it("are set with the object or later, and leave its bytes alone", async () => {
    await put(world.client, Bucket, "tagged", { Tagging: "a=1&b=%C3%BC%26" });
    expect(await tagsOf("tagged")).toEqual(["a=1", "b=ü&"]);
    const TagSet = [{ Key: "<c>", Value: "" }];
    await world.client.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging: { TagSet } }));
    expect(await tagsOf("tagged")).toEqual(["<c>="]);
    const { Body, TagCount } = await world.client.send(new GetObjectCommand({ Bucket, Key: "tagged" }));
    expect([await Body!.transformToString(), TagCount]).toEqual(["hello", 1]);
  });

  it("are ten at most, each key once", async () => {
    const set = (TagSet: { Key: string; Value: string }[]) =>
      refusalOf(world.client.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging: { TagSet } })));
    const eleven = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: "" }));
    expect(await set(eleven)).toMatchObject({ status: 400 });
    expect(await set([eleven[0]!, eleven[0]!])).toEqual({ code: "InvalidTag", status: 400 });
    expect(await set([{ Key: "k".repeat(129), Value: "" }])).toMatchObject({ code: "InvalidTag" });
  });
});
