import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { isIP } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BodyOf, type EndpointName, endpoints, type ResponseOf } from "../../lambdas/endpoints.ts";
import { eventually } from "../support/api.ts";
import { ownName } from "../support/own-name.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { type Server, startServer } from "../support/server.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const PEOPLE = 10;
const TEXTS = 60;
const OVERLAP = 3;

type Call = <Name extends EndpointName>(
  name: Name,
  options?: { readonly path?: Readonly<Record<string, string>>; readonly body?: BodyOf<Name> },
) => Promise<ResponseOf<Name>>;

describe("one machine that serves an office", () => {
  let server: Server;
  let host: string;
  let agent: Agent;
  let signInUrl: string;
  let clientId: string;
  const tookMs = new Map<string, number[]>();

  beforeAll(async () => {
    host = await ownName();
    server = await startServer({ args: ["--listen", host] });
    const ca = readFileSync(join(server.folder, "tls-cert.pem"));
    // As ten browsers do that trust the certificate: each keeps some connections.
    agent = new Agent({ ca, keepAlive: true, maxSockets: 6 * PEOPLE, servername: isIP(host) ? "" : host });
    ({ signInUrl, clientId } = (await send(`${server.addresses.page}/config.json`)) as Record<
      "signInUrl" | "clientId",
      string
    >);
  });
  afterAll(async () => {
    agent.destroy();
    await server.close();
  });

  const send = (url: string, method = "GET", headers: Record<string, string> = {}, body?: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const sent = request(url, { agent, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text === "" ? undefined : JSON.parse(text));
          else reject(new Error(`${method} ${url}: ${status} ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const apiOf =
    (token?: string): Call =>
    async (name, { path = {}, body } = {}) => {
      const { method, path: template } = endpoints[name];
      const filled = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path[key] ?? ""));
      const startedMs = performance.now();
      const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
      const answer = await send(`${server.addresses.api}${filled}`, method, headers, body);
      tookMs.set(name, [...(tookMs.get(name) ?? []), performance.now() - startedMs]);
      return answer as never;
    };

  const cognito = (action: string, body: object) =>
    send(
      signInUrl,
      "POST",
      {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      },
      body,
    ) as Promise<{ AuthenticationResult?: { AccessToken: string }; Session?: string }>;

  const signIn = async (name: string, password: string, next = password): Promise<Call> => {
    const AuthParameters = { USERNAME: name, PASSWORD: password };
    const first = await cognito("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", ClientId: clientId, AuthParameters });
    const done = first.AuthenticationResult
      ? first
      : await cognito("RespondToAuthChallenge", {
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          ClientId: clientId,
          Session: first.Session,
          ChallengeResponses: { USERNAME: name, NEW_PASSWORD: next },
        });
    return apiOf(done.AuthenticationResult?.AccessToken);
  };

  const newcomer = async (secret: string, signInName: string): Promise<Call> => {
    const password = `forest-${signInName}-7`;
    await apiOf()("acceptInvitation", {
      path: { secret },
      body: { signInName, password, name: signInName, language: "en" },
    });
    return signIn(signInName, password);
  };

  const work = async (api: Call, projectId: string): Promise<number> => {
    let answered = 0;
    for (;;) {
      const given = await api("assign", { path: { projectId }, body: {} });
      if (given.state !== "assigned") return answered;
      const { assignmentId, items, done } = given.assignment;
      for (const { itemId } of items.filter((item) => !done.includes(item.itemId))) {
        const answer = { kind: "labelled" as const, value: { classes: ["pest"] } };
        const answers = [{ itemId, submissionId: crypto.randomUUID(), answer }];
        const { results } = await api("submit", { path: { projectId }, body: { assignmentId, answers } });
        expect(results[0]?.state).toBe("stored");
        answered += 1;
      }
    }
  };

  it("lets ten people label at once over TLS: everybody is served, nothing is refused or asked twice", async () => {
    const made = await run(
      process.execPath,
      [join(root, "cli", "labelloop.ts"), "operator", "create", "olga", "--folder", server.folder],
      { cwd: root },
    );
    const firstPassword = /shown only here: (\S+)/.exec(made.stdout)?.[1] ?? "";
    const operator = await signIn("olga", firstPassword, "office-of-ten-7");
    const vendor = await newcomer((await operator("inviteVendor", { body: {} })).secret, "vera");
    const { projectId } = await vendor("createProject", {
      body: aProjectBody({
        media: "text",
        overlap: { min: OVERLAP, max: OVERLAP },
        ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
      }),
    });
    const path = { projectId };
    const lines = Array.from({ length: TEXTS }, (_, at) => JSON.stringify({ source: `text ${at}` })).join("\n");
    const { files } = await vendor("startUpload", {
      path,
      body: { files: [{ name: "texts.jsonl", sizeBytes: Buffer.byteLength(lines), contentType: "application/jsonl" }] },
    });
    const [target] = files;
    if (target?.kind !== "post") throw new Error("a form was expected");
    await postForm(agent, target, lines);
    await eventually("the texts", async () =>
      (await vendor("progress", { path })).items.open === TEXTS ? true : undefined,
    );
    await vendor("changeProjectState", { path, body: { to: "open" } });
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, nth) => {
        const { secret } = await vendor("invite", { path, body: { roles: ["annotator"] } });
        return newcomer(secret, `person-${nth}`);
      }),
    );
    let answered = 0;
    await eventually("every answer", async () => {
      const counts = await Promise.all(people.map((api) => work(api, projectId)));
      answered += counts.reduce((sum, count) => sum + count, 0);
      return answered >= TEXTS * OVERLAP ? true : undefined;
    });
    expect(answered).toBe(TEXTS * OVERLAP);
    expect((await vendor("progress", { path })).items).toMatchObject({ open: 0, agreed: TEXTS });
    for (const name of ["assign", "submit"] as const) {
      const sorted = (tookMs.get(name) ?? []).toSorted((a, b) => a - b);
      const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
      console.info(`${name} by ten at once: ${sorted.length} calls, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`);
    }
  });
});

/** A form post as browsers send it. */
const postForm = (
  agent: Agent,
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  content: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const boundary = "----labelloop-office";
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="texts.jsonl"\r\nContent-Type: application/jsonl\r\n\r\n${content}\r\n--${boundary}--\r\n`;
    const body = Buffer.from(parts.join("") + file);
    const headers = {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(body.length),
    };
    const sent = request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      response.on("end", () => (status < 300 ? resolve() : reject(new Error(`upload: ${status}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });
