import type { Caller } from "../../../local/access/caller.ts";
import { type Verdict, verifyRequest, verifyWhole } from "../../../local/access/sigv4.ts";
import { parseScope, signatureOf, signingKey } from "../../../local/access/sigv4-canonical.ts";
import { verifyPostPolicy } from "../../../local/access/sigv4-post.ts";
import { decodeAwsChunked } from "../../../local/bucket/aws-chunked.ts";
import { receiveBody } from "../../../local/bucket/body.ts";
import { readPostForm } from "../../../local/bucket/post-form.ts";
import { checkPolicy } from "../../../local/bucket/post-policy.ts";
import { readRange } from "../../../local/bucket/range.ts";
import { S3Refusal } from "../../../local/bucket/s3-refusal.ts";
import { parseXml } from "../../../local/bucket/xml.ts";
import { bytesOf, type FuzzTarget, mustHold, orRefusal, seedsOf, textOf } from "../fuzz-target.ts";

const isRefusal = (error: unknown): error is S3Refusal => error instanceof S3Refusal && error.status < 500;
const caller: Caller = { accessKeyId: "AKIDFUZZ", secretAccessKey: "secret", name: "fuzz", allows: () => true };
const trust = (service: string) => ({
  service,
  now: () => Date.UTC(2030, 0, 1, 0, 5),
  findCaller: (id: string) => (id === caller.accessKeyId ? caller : undefined),
});

/** As it comes over the wire: in pieces that end anywhere. */
async function* arriving(input: Uint8Array, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < input.length; at += bytes) yield Buffer.from(input.subarray(at, at + bytes));
}

const joined = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts).toString("base64");
};

/** Lines of `name: value` after the line `METHOD target`, then the body after a blank one. */
const requestIn = (input: Uint8Array) => {
  const [head = "", body = ""] = textOf(input).split("\n\n");
  const [first = "", ...lines] = head.split("\n");
  const [method = "", url = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { request: { method, url, headers }, body: bytesOf(body) };
};

const shownVerdict = (verdict: Verdict) => {
  if (verdict.state === "signed") return { kind: "signed" };
  mustHold([400, 403].includes(verdict.status), "whoever is not believed is refused");
  return { kind: verdict.code, said: verdict.message };
};

const BOUNDARY = "----fuzz";
const FORM = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\nforest01/a.jpg\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="policy"\r\n\r\ne30=\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\nbytes of it\r\n--${BOUNDARY}--\r\n`;
const POLICY = {
  expiration: "2030-01-01T01:00:00.000Z",
  conditions: [{ bucket: "media" }, ["starts-with", "$key", "forest01/"], ["content-length-range", 1, 100]],
};
const CREDENTIAL = "AKIDFUZZ/20300101/us-east-1/s3/aws4_request";
const SIGNED = `SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${"0".repeat(64)}`;

/** As whoever holds the secret signs a policy: what is in it is looked at only then. */
const signatureFor = (policy: string): string => {
  const scope = parseScope(CREDENTIAL);
  if (!scope) throw new Error("the credential of this test is no credential");
  return signatureOf(signingKey(caller.secretAccessKey, scope), policy);
};

export const bucketTargets: readonly FuzzTarget[] = [
  {
    name: "aws-chunked",
    form: "bytes",
    covers: ["/local/bucket/aws-chunked.ts", "/local/bucket/body.ts"],
    words: ["\r\n", "0\r\n", ";chunk-signature=", "x-amz-checksum-crc32:", "5\r\n", "fffffffffffff\r\n"],
    seeds: async () =>
      seedsOf(
        "5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        `5;chunk-signature=${"a".repeat(64)}\r\nhello\r\n0;chunk-signature=${"b".repeat(64)}\r\n\r\n`,
      ),
    run: async (input) => {
      const outcomes = [];
      for (const bytes of [input.length + 1, 1]) {
        const trailers = new Map<string, string>();
        const options = { trailer: true, signing: undefined, trailers };
        outcomes.push(await orRefusal(() => joined(decodeAwsChunked(arriving(input, bytes), options)), isRefusal));
      }
      const [whole = { kind: "none" }, cut] = outcomes;
      mustHold(whole.kind === cut?.kind && whole.said === cut.said, "framing is read alike however it arrives");
      const payload = { kind: "chunked", trailer: true, signing: undefined } as const;
      const headers = { "x-amz-trailer": "x-amz-checksum-crc32", "x-amz-decoded-content-length": "5" };
      const body = receiveBody({ headers, bytes: arriving(input, 7) }, payload);
      return { ...whole, said: [whole.said, await orRefusal(() => joined(body.bytes()), isRefusal)] };
    },
  },
  {
    name: "post-form",
    form: "bytes",
    covers: ["/local/bucket/post-form.ts"],
    words: ["\r\n", `--${BOUNDARY}`, 'name="', 'filename="', "\r\n\r\n", "--"],
    seeds: async () => seedsOf(FORM, FORM.replace("forest01/a.jpg", "x".repeat(300))),
    run: async (input) => {
      const outcomes = [];
      for (const bytes of [input.length + 1, 1]) {
        const read = async () => {
          const form = await readPostForm(`multipart/form-data; boundary=${BOUNDARY}`, arriving(input, bytes));
          return JSON.stringify([[...form.fields], form.fileName, await joined(form.file())]);
        };
        outcomes.push(await orRefusal(read, isRefusal));
      }
      const [whole = { kind: "none" }, cut] = outcomes;
      mustHold(
        whole.kind === cut?.kind && (whole.kind === "refused" || whole.said === cut.said),
        "a form is read alike",
      );
      return whole;
    },
  },
  {
    name: "post-policy",
    form: "json",
    covers: ["/local/access/sigv4-post.ts", "/local/bucket/post-policy.ts"],
    words: ["content-length-range", "starts-with", "eq", "$key", "expiration", "conditions"],
    seeds: async () => seedsOf(POLICY),
    run: (input) => {
      const policy = Buffer.from(input).toString("base64");
      const fields = new Map([
        ...([
          ["policy", policy],
          ["x-amz-algorithm", "AWS4-HMAC-SHA256"],
          ["key", "forest01/a"],
        ] as const),
        ...([
          ["x-amz-credential", CREDENTIAL],
          ["x-amz-date", "20300101T000000Z"],
          ["x-amz-signature", ""],
        ] as const),
      ]);
      const denied = verifyPostPolicy(fields, trust("s3"));
      mustHold(denied.state === "denied", "nobody is believed without a signature");
      fields.set("x-amz-signature", signatureFor(policy));
      const verdict = verifyPostPolicy(fields, trust("s3"));
      if (verdict.state === "denied") return { kind: verdict.code, said: verdict.message };
      return orRefusal(() => checkPolicy(verdict.conditions, fields, "media"), isRefusal);
    },
  },
  {
    name: "byte-range",
    form: "bytes",
    covers: ["/local/bucket/range.ts"],
    words: ["bytes=", "-", ",", " "],
    seeds: async () => seedsOf("bytes=0-4", "bytes=-3", "bytes=5-", "bytes=0-0,2-3"),
    run: (input) =>
      orRefusal(() => {
        const range = readRange(textOf(input), 10);
        if (range) mustHold(range.from >= 0 && range.from <= range.to && range.to < 10, "a range lies in its object");
        return range;
      }, isRefusal),
  },
  {
    name: "bucket-xml",
    form: "bytes",
    covers: ["/local/bucket/xml.ts"],
    words: ["<![CDATA[", "]]>", "<!--", "-->", "<?", "&#x41;", "&lt;", "&#1114112;", "<Delete>", "</Delete>", "<a/>"],
    seeds: async () =>
      seedsOf(
        '<?xml version="1.0"?><Delete xmlns="x"><Object><Key>a&amp;b</Key></Object><Quiet>true</Quiet></Delete>',
        "<Delete><!-- c --><Object><Key><![CDATA[<k>]]></Key></Object></Delete>",
      ),
    run: (input) => orRefusal(() => parseXml(textOf(input), "Delete"), isRefusal),
  },
  {
    name: "signed-request",
    form: "bytes",
    covers: ["/local/access/"],
    words: ["AWS4-HMAC-SHA256 ", "Credential=", "X-Amz-Signature=", "X-Amz-Expires=", "%", "+", "STREAMING-", "x-amz-"],
    seeds: async () => [
      ...seedsOf(
        `GET /media/a%20b?x=1\nhost: h\nx-amz-date: 20300101T000000Z\nx-amz-content-sha256: ${"e".repeat(64)}\nauthorization: AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, ${SIGNED}`,
        `GET /media/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(CREDENTIAL)}&X-Amz-Date=20300101T000000Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}\nhost: h`,
        "POST /\nhost: h\nx-amz-target: DynamoDB_20120810.GetItem\n\n{}",
      ),
    ],
    run: (input) => {
      const { request, body } = requestIn(input);
      const outcome = shownVerdict(verifyRequest(request, trust("s3")));
      mustHold(outcome.kind !== "signed", "nobody is believed without the secret");
      const whole = shownVerdict(verifyWhole(request, body, trust("dynamodb")));
      mustHold(whole.kind !== "signed", "nobody is believed without the secret, body in hand");
      return { kind: outcome.kind, said: [outcome, whole] };
    },
  },
];
