import { request as httpRequest } from "node:http";
import fc from "fast-check";
import { signInAs } from "../support/api.ts";
import { type Addresses, startServer } from "../support/server.ts";
import type { FuzzReport } from "./fuzz-report.ts";
import { aRequest, type DrawnRequest, operationOf, sentWith } from "./routes/drawn-request.ts";
import { misfits } from "./routes/json-schema.ts";
import { document } from "./routes/operations.ts";
import { NOBODY } from "./routes/route-properties.ts";
import type { Sent } from "./routes/router.ts";

/** A request over the wire, with what only a wire has: types, tokens, and lengths that lie. */
interface WireRequest {
  readonly request: DrawnRequest;
  readonly token: number;
  readonly contentType: string;
  readonly encoding: string | undefined;
}

const TYPES = [
  "application/json",
  "text/plain",
  "application/json; charset=utf-16",
  "multipart/form-data; boundary=x",
  "",
];
const aWireRequest: fc.Arbitrary<WireRequest> = fc.record({
  request: aRequest,
  token: fc.nat(7),
  contentType: fc.constantFrom("application/json", "application/json", ...TYPES),
  encoding: fc.constantFrom(undefined, undefined, undefined, "gzip"),
});

/**
 * The same requests over HTTP, to the whole embedded cloud in a process of its own: answers of the API's own, before any
 * handler, are held to the document too.
 */
export const fuzzHttp = async ({
  seed,
  forMs,
}: {
  readonly seed: number;
  readonly forMs: number;
}): Promise<FuzzReport> => {
  const server = await startServer();
  const outcomes: Record<string, number> = {};
  let found: string | undefined;
  /** The request that is under way when the time is over: it is waited for, or its end would be the server's. */
  let last: Promise<unknown> = Promise.resolve();
  try {
    const signedIn = await Promise.all(
      ["vendor", "annotator", "client"].map((role) => signInAs(server.addresses, role)),
    );
    const [first = ""] = signedIn.map(({ token }) => token ?? "");
    // Real ones, and some that are none: changed, cut, unsigned, nothing.
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${first.split(".")[1]}.`;
    const tokens = [
      ...signedIn.map(({ token }) => token),
      `${first.slice(0, -4)}AAAA`,
      first.slice(9),
      unsigned,
      undefined,
    ];
    const { projects } = (await signedIn[0]?.call("listProjects")) ?? { projects: [] };
    const own = { ...NOBODY, project: projects.map(({ projectId }) => projectId), label: ["pest", "no_pest"] };
    const property = fc.asyncProperty(aWireRequest, async ({ request, token, contentType, encoding }) => {
      const wire = sentWith(request, own, NOBODY);
      const answered = overHttp(server.addresses, wire, { token: tokens[token], contentType, encoding });
      last = answered;
      const { status, body } = await answered;
      outcomes[status] = (outcomes[status] ?? 0) + 1;
      const shown = `${JSON.stringify(wire).slice(0, 1_500)} ${contentType} ${encoding ?? ""} token ${token}: ${body.slice(0, 300)}`;
      if (status === 404 && body === '{"message":"Not Found"}') return;
      const wrong = whatIsWrong(request, status, body);
      // Noted here as well: a check that is interrupted forgets what its last run found.
      if (wrong) found = `${status}: ${wrong}: ${shown}`;
      if (wrong) throw new Error(wrong);
    });
    await fc.check(property, { seed, numRuns: 1_000_000, interruptAfterTimeLimit: forMs });
    await last;
    // One more turn, for what is noted of it.
    await new Promise(setImmediate);
    const inputs = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    const findings = found === undefined ? [] : [{ what: found, input: new Uint8Array(0) }];
    return { name: "http", inputs, kept: 0, outcomes, findings };
  } finally {
    await server.close();
  }
};

const whatIsWrong = ({ name }: DrawnRequest, status: number, body: string): string | undefined => {
  const schema = operationOf(name).answers[String(status)];
  if (status >= 500 || !schema) return "a fault, or not in the document";
  return misfits(JSON.parse(body), schema, "answer", document)[0];
};

interface OnTheWire {
  readonly token: string | undefined;
  readonly contentType: string;
  readonly encoding: string | undefined;
}

const overHttp = (
  { api }: Addresses,
  { method, target, query, body }: Sent,
  { token, contentType, encoding }: OnTheWire,
): Promise<{ readonly status: number; readonly body: string }> => {
  const search = new URLSearchParams(query).toString();
  const bytes = body && ("text" in body ? Buffer.from(body.text) : Buffer.from(body.bytes, "base64"));
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(contentType !== "" && { "content-type": contentType }),
    ...(encoding !== undefined && { "content-encoding": encoding }),
    "content-length": bytes?.length ?? 0,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${api}${target}${search ? `?${search}` : ""}`, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(bytes);
  });
};
