import { Readable } from "node:stream";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import type { Caller } from "../../local/access/caller.ts";
import { MAX_SKEW_MS, type Trust, verifyRequest, verifyWhole } from "../../local/access/sigv4.ts";
import { type SignedRequest, sha256Hex } from "../../local/access/sigv4-canonical.ts";
import { chunkSignature, trailerSignature } from "../../local/access/sigv4-chunks.ts";
import { jsonDenial } from "../../local/access/sigv4-denial.ts";
import { verifyPostPolicy } from "../../local/access/sigv4-post.ts";

/** The key pair of every example in AWS's documentation. */
const ada: Caller = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  name: "ada",
  allows: () => true,
};
const credentials = { accessKeyId: ada.accessKeyId, secretAccessKey: ada.secretAccessKey };
const trustAt = (now: number, service = "s3"): Trust => ({
  service,
  now: () => now,
  findCaller: (id) => (id === ada.accessKeyId ? ada : undefined),
});

interface Captured {
  readonly request: SignedRequest;
  readonly signedAt: number;
}

const targetOf = (path: string, query: Record<string, unknown> | undefined): string => {
  const pairs = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ""))}`,
  );
  return pairs.length > 0 ? `${path}?${pairs.join("&")}` : path;
};

/** A request handler for SDK clients that keeps what would have been sent. */
const capture = () => {
  const sent: Captured[] = [];
  const requestHandler = {
    handle: async (given: {
      method: string;
      path: string;
      query?: Record<string, unknown>;
      headers: Record<string, string>;
    }) => {
      const headers = Object.fromEntries(Object.entries(given.headers).map(([k, v]) => [k.toLowerCase(), String(v)]));
      sent.push({
        request: { method: given.method, url: targetOf(given.path, given.query), headers },
        signedAt: Date.now(),
      });
      return { response: { statusCode: 200, headers: {}, body: Readable.from([]) } };
    },
  };
  return { sent, requestHandler };
};

const s3Request = async (send: (client: S3Client) => Promise<unknown>): Promise<Captured> => {
  const { sent, requestHandler } = capture();
  const client = new S3Client({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:9",
    forcePathStyle: true,
    credentials,
    requestHandler,
  });
  await send(client).catch(() => undefined);
  const first = sent[0];
  if (!first) throw new Error("the client sent nothing");
  return first;
};

const presigned = async (expiresIn: number, signingDate: Date): Promise<SignedRequest> => {
  const client = new S3Client({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:9",
    forcePathStyle: true,
    credentials,
  });
  const command = new GetObjectCommand({ Bucket: "b", Key: "a b/ü+&=.txt", ResponseContentType: "text/plain" });
  const url = await getSignedUrl(client, command, { expiresIn, signingDate });
  return { method: "GET", url: url.slice("http://127.0.0.1:9".length), headers: { host: "127.0.0.1:9" } };
};

describe("signatures of requests", () => {
  it("agrees with the example of a signed GET in AWS's documentation", () => {
    const headers = {
      host: "examplebucket.s3.amazonaws.com",
      range: "bytes=0-9",
      "x-amz-date": "20130524T000000Z",
      "x-amz-content-sha256": sha256Hex(""),
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    };
    const request = { method: "GET", url: "/test.txt", headers };
    expect(verifyRequest(request, trustAt(Date.parse("2013-05-24T00:00:00Z")))).toMatchObject({
      state: "signed",
      caller: { name: "ada" },
      payload: { kind: "sha256", hex: sha256Hex("") },
    });
  });

  it("agrees with the example of a presigned URL in AWS's documentation", () => {
    const request = {
      method: "GET",
      url: "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
      headers: { host: "examplebucket.s3.amazonaws.com" },
    };
    expect(verifyRequest(request, trustAt(Date.parse("2013-05-24T23:59:00Z")))).toMatchObject({ presigned: true });
    expect(verifyRequest(request, trustAt(Date.parse("2013-05-25T00:00:01Z")))).toMatchObject({
      code: "AccessDenied",
      message: "Request has expired",
    });
  });

  it("agrees with the example of a chunked upload in AWS's documentation, chunk by chunk", () => {
    const headers = {
      host: "s3.amazonaws.com",
      "x-amz-date": "20130524T000000Z",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": "66560",
      "content-length": "66824",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    };
    const request = { method: "PUT", url: "/examplebucket/chunkObject.txt", headers };
    const verdict = verifyRequest(request, trustAt(Date.parse("2013-05-24T00:00:00Z")));
    if (verdict.state !== "signed" || verdict.payload.kind !== "chunked" || !verdict.payload.signing)
      throw new Error(`not accepted: ${JSON.stringify(verdict)}`);
    const { signing } = verdict.payload;
    const first = chunkSignature(signing, signing.seed, sha256Hex("a".repeat(65_536)));
    const second = chunkSignature(signing, first, sha256Hex("a".repeat(1024)));
    const last = chunkSignature(signing, second, sha256Hex(""));
    expect([first, second, last]).toEqual([
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ]);
    expect(trailerSignature(signing, last, ["x-amz-checksum-crc32:AAAAAA=="])).toMatch(/^[0-9a-f]{64}$/);
  });

  it("accepts what the current SDK sends, with keys of every kind", async () => {
    for (const key of ["plain.txt", "a b+c&d=e?f#g%41.txt", "../../up/./x//y", "ключ/🐛", "!'()*~"]) {
      const { request, signedAt } = await s3Request((client) =>
        client.send(new PutObjectCommand({ Bucket: "b", Key: key, Body: "hello", Metadata: { note: " a  b " } })),
      );
      expect(verifyRequest(request, trustAt(signedAt))).toMatchObject({ state: "signed" });
    }
  });

  it("refuses a request when anything signed was changed after signing", async () => {
    const { request, signedAt } = await s3Request((client) =>
      client.send(new GetObjectCommand({ Bucket: "b", Key: "k", VersionId: "v1" })),
    );
    const changes: readonly Partial<SignedRequest>[] = [
      { method: "DELETE" },
      { url: request.url.replace("/k", "/other") },
      { url: request.url.replace("v1", "v2") },
      { url: `${request.url}&acl=` },
      { headers: { ...request.headers, host: "elsewhere" } },
      { headers: { ...request.headers, authorization: `${request.headers.authorization}0` } },
    ];
    for (const change of changes)
      expect(verifyRequest({ ...request, ...change }, trustAt(signedAt))).toMatchObject({
        code: "SignatureDoesNotMatch",
        status: 403,
      });
  });

  it("refuses an x-amz header that nobody signed", async () => {
    const { request, signedAt } = await s3Request((client) =>
      client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })),
    );
    const headers = { ...request.headers, "x-amz-copy-source": "/other/secret" };
    expect(verifyRequest({ ...request, headers }, trustAt(signedAt))).toMatchObject({ code: "AccessDenied" });
  });

  it("refuses clocks more than a quarter of an hour apart, either way", async () => {
    const { request, signedAt } = await s3Request((client) =>
      client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })),
    );
    const at = (offset: number) => verifyRequest(request, trustAt(signedAt + offset));
    expect(at(MAX_SKEW_MS - 5_000)).toMatchObject({ state: "signed" });
    expect(at(5_000 - MAX_SKEW_MS)).toMatchObject({ state: "signed" });
    expect(at(MAX_SKEW_MS + 5_000)).toMatchObject({ code: "RequestTimeTooSkewed" });
    expect(at(-5_000 - MAX_SKEW_MS)).toMatchObject({ code: "RequestTimeTooSkewed" });
  });

  it("refuses strangers, the unsigned, session tokens and other mechanisms, each by its code", async () => {
    const { request, signedAt } = await s3Request((client) =>
      client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })),
    );
    const trust = trustAt(signedAt);
    const withHeaders = (headers: Record<string, string>) =>
      verifyRequest({ ...request, headers: { ...request.headers, ...headers } }, trust);
    expect(verifyRequest(request, { ...trust, findCaller: () => undefined })).toMatchObject({
      code: "InvalidAccessKeyId",
    });
    expect(verifyRequest({ ...request, headers: { host: "x" } }, trust)).toMatchObject({
      code: "MissingAuthenticationToken",
    });
    expect(withHeaders({ "x-amz-security-token": "t" })).toMatchObject({ code: "InvalidToken" });
    expect(withHeaders({ authorization: "AWS AKIA:c2ln" })).toMatchObject({ code: "InvalidRequest" });
    expect(verifyRequest(request, { ...trust, service: "sqs" })).toMatchObject({
      code: "AuthorizationHeaderMalformed",
    });
    expect(verifyRequest({ ...request, url: "/%E0%A4%A" }, trust).state).toBe("denied");
    expect(verifyRequest({ ...request, url: "/b?x=%E0%A4%A" }, trust)).toMatchObject({ code: "InvalidURI" });
  });
});

describe("presigned addresses", () => {
  const signedAt = Date.parse("2030-01-01T12:00:00Z");

  it("work until they expire, also for awkward keys", async () => {
    const request = await presigned(60, new Date(signedAt));
    expect(verifyRequest(request, trustAt(signedAt + 59_000))).toMatchObject({ state: "signed", presigned: true });
    expect(verifyRequest(request, trustAt(signedAt + 61_000))).toMatchObject({ message: "Request has expired" });
    expect(verifyRequest(request, trustAt(signedAt - MAX_SKEW_MS - 1000))).toMatchObject({ code: "AccessDenied" });
  });

  it("cannot be stretched by their holder, nor made for longer than a week", async () => {
    const request = await presigned(60, new Date(signedAt));
    const stretched = (seconds: string) => ({
      ...request,
      url: request.url.replace("Expires=60", `Expires=${seconds}`),
    });
    expect(verifyRequest(stretched("3600"), trustAt(signedAt))).toMatchObject({ code: "SignatureDoesNotMatch" });
    expect(verifyRequest(stretched("604801"), trustAt(signedAt))).toMatchObject({
      code: "AuthorizationQueryParametersError",
    });
    expect(verifyRequest(stretched("-1"), trustAt(signedAt)).state).toBe("denied");
  });

  it("cannot be combined with a signed header", async () => {
    const request = await presigned(60, new Date(signedAt));
    const headers = { ...request.headers, authorization: "AWS4-HMAC-SHA256 Credential=x" };
    expect(verifyRequest({ ...request, headers }, trustAt(signedAt))).toMatchObject({ code: "InvalidArgument" });
  });
});

describe("signatures of JSON services", () => {
  const body = Buffer.from('{"TableName":"t","Key":{"pk":{"S":"1"}}}');
  const dynamoRequest = async (): Promise<Captured> => {
    const { sent, requestHandler } = capture();
    const client = new DynamoDBClient({
      region: "us-east-1",
      endpoint: "http://127.0.0.1:9",
      credentials,
      requestHandler,
    });
    await client.send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "1" } } })).catch(() => undefined);
    return sent[0]!;
  };

  it("cover the body", async () => {
    const { request, signedAt } = await dynamoRequest();
    const trust = trustAt(signedAt, "dynamodb");
    expect(verifyWhole(request, body, trust)).toMatchObject({ state: "signed" });
    const verdict = verifyWhole(request, Buffer.from("{}"), trust);
    expect(verdict.state === "denied" && jsonDenial(verdict)).toMatchObject({
      status: 400,
      type: "com.amazon.coral.service#InvalidSignatureException",
    });
  });

  it("are required, and strangers are told so in the services' own words", async () => {
    const { request, signedAt } = await dynamoRequest();
    const trust = trustAt(signedAt, "dynamodb");
    const typeOf = (verdict: ReturnType<typeof verifyWhole>) => verdict.state === "denied" && jsonDenial(verdict).type;
    expect(typeOf(verifyWhole({ ...request, headers: { host: "x" } }, body, trust))).toContain(
      "MissingAuthenticationTokenException",
    );
    expect(typeOf(verifyWhole(request, body, { ...trust, findCaller: () => undefined }))).toContain(
      "UnrecognizedClientException",
    );
  });
});

describe("policies of browser forms", () => {
  const form = async (expires = 600) => {
    const client = new S3Client({
      region: "us-east-1",
      endpoint: "http://127.0.0.1:9",
      forcePathStyle: true,
      credentials,
    });
    const { fields } = await createPresignedPost(client, {
      Bucket: "b",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 itself replaces this by the name of the file.
      Key: "in/${filename}",
      Conditions: [
        ["content-length-range", 1, 1000],
        ["starts-with", "$Content-Type", "image/"],
      ],
      Expires: expires,
    });
    return new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  };

  it("are read with their conditions when the signature is right", async () => {
    expect(verifyPostPolicy(await form(), trustAt(Date.now()))).toMatchObject({
      state: "signed",
      conditions: expect.arrayContaining([
        { kind: "content-length-range", minBytes: 1, maxBytes: 1000 },
        { kind: "starts-with", field: "content-type", text: "image/" },
        { kind: "eq", field: "bucket", text: "b" },
        { kind: "starts-with", field: "key", text: "in/" },
      ]),
    });
  });

  it("are refused when changed, expired, absent or from a stranger", async () => {
    const fields = await form();
    const trust = trustAt(Date.now());
    const codeOf = (given: ReadonlyMap<string, string>, by = trust) => {
      const verdict = verifyPostPolicy(given, by);
      return verdict.state === "denied" ? verdict.code : verdict.state;
    };
    const wider = Buffer.from(JSON.stringify({ expiration: "2999-01-01T00:00:00Z", conditions: [] })).toString(
      "base64",
    );
    expect(codeOf(new Map(fields).set("policy", wider))).toBe("SignatureDoesNotMatch");
    expect(codeOf(fields, trustAt(Date.now() + 601_000))).toBe("AccessDenied");
    expect(codeOf(new Map([["key", "k"]]))).toBe("AccessDenied");
    expect(codeOf(fields, { ...trust, findCaller: () => undefined })).toBe("InvalidAccessKeyId");
  });
});
