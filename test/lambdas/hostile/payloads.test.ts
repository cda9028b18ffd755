import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnnotatorId, parseItemId } from "../../../core/ids.ts";
import type { Project } from "../../../core/project.ts";
import { createProject } from "../../../lambdas/create-project.ts";
import { endpoints } from "../../../lambdas/endpoints.ts";
import { getProject } from "../../../lambdas/get-project.ts";
import { serve } from "../../../lambdas/http.ts";
import { items } from "../../../lambdas/store/items.ts";
import { submit } from "../../../lambdas/submit.ts";
import { haveItems, haveMember, haveProject, newSubmissionId, takePacket } from "../../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../../support/labelling-cloud.ts";
import { aProjectBody } from "../../support/project-body.ts";

const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
/** Two boxes as JSON, with whatever stands in the place of a side. */
const boxes = (side: string): string =>
  `{"kind":"labelled","value":{"shapes":[{"type":"box","id":"a","label":"pest","x":1,"y":1,"width":${side},"height":5}]}}`;
const named = (id: string): string => boxes("5").replace(`"id":"a"`, `"id":${id}`);
const GOOD = `{"kind":"none_fit"}`;

const ANSWERS: readonly (readonly [what: string, json: string | Buffer, why: string])[] = [
  ["is nested ten thousand deep", `{"kind":"labelled","value":${deep(10_000)}}`, "nested deeper"],
  ["says a name twice", `{"kind":"none_fit","kind":"unusable"}`, "it has kind twice"],
  ["has a side beyond all numbers", boxes("1e999"), "too large"],
  ["has a side beyond every picture", boxes("1e300"), "width"],
  ["has a side below nothing", boxes("-5"), "width"],
  ["has a side that is no number", boxes("NaN"), "not JSON"],
  ["has a side of Infinity", boxes("Infinity"), "not JSON"],
  ["has a side in quotes", boxes(`"5"`), "width"],
  ["has __proto__ besides", `{"kind":"none_fit","__proto__":{"kind":"unusable"}}`, "__proto__"],
  ["has __proto__ for a kind", `{"__proto__":{"kind":"none_fit"}}`, "kind"],
  ["has constructor besides", `{"kind":"none_fit","constructor":{"prototype":{"pwned":1}}}`, "constructor"],
  ["has half a letter for an id", named(`"\\ud800"`), "half a letter"],
  ["has an id as long as a book", named(`"${"i".repeat(9_000)}"`), "id"],
  ["is a list of itself", `[${GOOD}]`, "object"],
  ["is null", "null", "object"],
  ["is a number", "1e5", "object"],
];

describe("what is sent as an answer", () => {
  let cloud: LabellingCloud;
  let project: Project;
  let meera: AnnotatorId;
  let packet: NonNullable<Awaited<ReturnType<typeof takePacket>>>;
  beforeAll(async () => {
    cloud = await openLabellingCloud();
    project = await haveProject(cloud.deps, { packetItems: 2, overlap: { min: 1, max: 25 } });
    meera = await haveMember(cloud.deps, project, 1);
    await haveItems(cloud.deps, project, 2);
    const taken = await takePacket(cloud.deps, project, meera);
    if (!taken) throw new Error("no packet");
    packet = taken;
  });
  afterAll(() => cloud.close());

  /** The request as bytes, as a client that is not the page sends it. */
  const send = async (body: string | Buffer) => {
    const result = await serve(
      endpoints.submit,
      cloud.deps,
      submit,
    )({
      pathParameters: { projectId: project.projectId },
      body: Buffer.from(body).toString("base64"),
      isBase64Encoded: true,
      requestContext: {
        requestId: "hostile",
        authorizer: { jwt: { claims: { sub: meera, username: "meera", token_use: "access" } } },
      },
    });
    return { status: result.statusCode, body: JSON.parse(result.body) };
  };
  const submission = (at: number, content: string, submissionId = newSubmissionId()): string =>
    `{"itemId":"${packet.items[at]?.itemId}","submissionId":"${submissionId}",${content}}`;
  const request = (...answers: string[]): string =>
    `{"assignmentId":"${packet.assignmentId}","answers":[${answers.join(",")}]}`;
  const good = newSubmissionId();
  const neighbour = (): string => submission(1, `"answer":${GOOD}`, good);
  const noAnswerYet = async (): Promise<void> => {
    const itemId = parseItemId(packet.items[0]?.itemId ?? "");
    const found = itemId && (await items(cloud.deps).findWithAnnotations(project.projectId, itemId));
    expect(found).toMatchObject({ annotations: [], header: { state: "open" } });
    expect(Reflect.get({}, "pwned")).toBeUndefined();
  };
  const put = async (content: string | Buffer): Promise<string> => {
    const hash = createHash("sha256").update(content).digest("hex");
    const Body = Buffer.from(content);
    const target = { Bucket: cloud.deps.config.ANSWERS_BUCKET, Key: `answers/${hash}` };
    await cloud.deps.bucket.send(new PutObjectCommand({ ...target, Body }));
    return hash;
  };

  it.each(ANSWERS)(
    "and %s is refused in words, in a request and by its hash; the one beside it is stored",
    async (_, json, why) => {
      const asRequest = await send(request(submission(0, `"answer":${json}`), neighbour()));
      // What cannot be read has no parts: then the request is refused whole, and nothing of it is stored.
      if (asRequest.status === 400) expect(asRequest.body.message).toContain(why);
      else {
        expect([asRequest.status, asRequest.body.results[1]?.state]).toEqual([200, "stored"]);
        expect(asRequest.body.results[0]).toMatchObject({ state: "refused", code: "bad-request" });
        expect(JSON.stringify(asRequest.body.results[0])).toContain(why);
      }
      const byHash = await send(request(submission(0, `"answerSha256":"${await put(json)}"`), neighbour()));
      expect([byHash.status, byHash.body.results[1]?.state]).toEqual([200, "stored"]);
      expect(byHash.body.results[0]).toMatchObject({ state: "refused", code: "bad-request" });
      expect(JSON.stringify(byHash.body.results[0])).toContain(why);
      await noAnswerYet();
    },
  );

  it.each([
    [
      "not UTF-8",
      Buffer.concat([Buffer.from(`{"assignmentId":"`), Buffer.from([0xff]), Buffer.from(`"}`)]),
      400,
      "UTF-8",
    ],
    ["larger than any request", Buffer.alloc(6_000_000, "["), 413, "too large"],
    ["nested ten thousand deep", deep(10_000), 400, "nested deeper"],
    ["brackets that nobody closes", "[".repeat(60_000), 400, "nested deeper"],
    ["a quotation that nobody closes", `{"a":"${"\\".repeat(60_000)}`, 400, "not JSON"],
    ["the same name twice", `{"assignmentId":"a","assignmentId":"b","answers":[]}`, 400, "assignmentId twice"],
    [
      "a thousand answers",
      `{"assignmentId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","answers":[${Array(1_000).fill("{}").join()}]}`,
      400,
      "answers",
    ],
  ])("in a request that is %s is refused in words", async (_, body, status, why) => {
    const answered = await send(body);
    expect([answered.status, answered.body.message]).toEqual([status, expect.stringContaining(why)]);
  });

  it.each([
    ["twenty megabytes of one text", () => `{"kind":"${"x".repeat(20_000_000)}"}`, "kind"],
    [
      "twenty megabytes of brackets",
      () => `{"kind":"labelled","value":{"shapes":${"[".repeat(20_000_000)}`,
      "nested deeper",
    ],
    [
      "twenty megabytes of nothing",
      () => `{"kind":"labelled","value":{"shapes":[${"0,".repeat(10_000_000)}0]}}`,
      "more than 250000 parts",
    ],
    [
      "twenty megabytes of boxes of which all is wrong",
      () => boxes("5").replace(/\[(.*)\]/, (_, one) => `[${Array(240_000).fill(one.replace("5", "-5")).join()}]`),
      "answer.value.shapes.0.width",
    ],
    ["twenty megabytes of one number", () => boxes("9".repeat(20_000_000)), "too large"],
    [
      "twenty megabytes of names",
      () => `{"kind":"none_fit",${Array.from({ length: 1_500_000 }, (_, at) => `"n${at}":0`).join()}}`,
      "more than 2000 names",
    ],
    ["bytes that are not UTF-8", () => Buffer.from([0x7b, 0xff, 0x7d]), "UTF-8"],
  ])(
    "of %s by its hash is refused in words, and the one beside it is stored",
    async (_, make, why) => {
      const { status, body } = await send(request(submission(0, `"answerSha256":"${await put(make())}"`), neighbour()));
      expect([status, body.results[1]?.state]).toEqual([200, "stored"]);
      expect(body.results[0]).toMatchObject({ state: "refused" });
      const told = JSON.stringify(body.results[0]);
      expect(told).toContain(why);
      expect(told.length).toBeLessThan(2_000);
      await noAnswerYet();
    },
    60_000,
  );

  it("and is larger than any answer is refused unread", async () => {
    const hash = await put(Buffer.alloc(33 * 1_048_576, " "));
    const { body } = await send(request(submission(0, `"answerSha256":"${hash}"`), neighbour()));
    expect(body.results).toMatchObject([{ state: "refused", code: "too-large" }, { state: "stored" }]);
  });
});

describe("what is sent as labels", () => {
  let cloud: LabellingCloud;
  const vendor = "00000000-0000-4000-8000-000000000077";
  beforeAll(async () => {
    cloud = await openLabellingCloud();
  });
  afterAll(() => cloud.close());
  const jwt = { claims: { sub: vendor, username: "vendor", token_use: "access", "cognito:groups": "[vendor]" } };
  const create = async (body: string) => {
    const event = { body, requestContext: { requestId: "hostile", authorizer: { jwt } } };
    const result = await serve(endpoints.createProject, cloud.deps, createProject)(event);
    return { status: result.statusCode, body: JSON.parse(result.body) };
  };
  const written = JSON.stringify(aProjectBody());
  const withLabel = (from: string, to: string): string => {
    const changed = written.replace(from, to);
    expect(changed).not.toBe(written);
    return changed;
  };

  it.each([
    ["an id of JavaScript's own", `"id":"pest"`, `"id":"__proto__"`, "labels.0.id"],
    ["an id that leads up a folder", `"id":"pest"`, `"id":"../pest"`, "labels.0.id"],
    ["an id twice in one label", `"id":"pest"`, `"id":"pest","id":"pest2"`, "twice"],
    [
      "a colour that is style",
      /"colour":"[^"]*"/.exec(written)?.[0] ?? "",
      `"colour":"red;background:url(//evil)"`,
      "colour",
    ],
    ["a language that is no language", `"names":{"en"`, `"names":{"__proto__"`, "names"],
    ["a language that is markup", `"names":{"en"`, `"names":{"<b>"`, "names"],
    ["half a letter in a name", `"names":{"en":"`, `"names":{"en":"\\ud800`, "half a letter"],
    ["a name that nobody knows", `"ontology":{`, `"ontology":{"constructor":{},`, "constructor"],
    ["more labels than there may be", `"labels":[`, `"labels":[${"{},".repeat(6_000)}`, "labels"],
    ["a depth without end", `"labels":[`, `"labels":[${"[".repeat(50)}${"]".repeat(50)},`, "nested deeper"],
  ])("with %s is refused in words", async (_, from, to, why) => {
    const { status, body } = await create(withLabel(from, to));
    expect([status, body.code]).toEqual([400, "bad-request"]);
    expect(`${body.message} ${body.field}`).toContain(why);
  });

  it("with names that are scripts, formulas and turned text keeps them letter for letter", async () => {
    const names = ["<img src=x onerror=alert(1)>", "=1+1", "\u202egnp.\u202c", "{{7*7}}", "javascript:alert(1)"];
    const made = aProjectBody();
    const [first] = made.ontology.labels;
    if (!first) throw new Error("no label");
    const labels = names.map((name, at) => ({ ...first, id: `label${at}`, names: { en: name } }));
    const { status, body } = await create(JSON.stringify({ ...made, ontology: { ...made.ontology, labels } }));
    expect([status, body.message]).toEqual([200, undefined]);
    const event = {
      pathParameters: { projectId: body.projectId },
      requestContext: { requestId: "read", authorizer: { jwt } },
    };
    const read = JSON.parse((await serve(endpoints.getProject, cloud.deps, getProject)(event)).body);
    expect(read.ontology.labels.map((one: { names: { en: string } }) => one.names.en)).toEqual(names);
  });
});
