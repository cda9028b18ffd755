import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Box } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { serve } from "../../lambdas/http.ts";
import { retry } from "../../lambdas/retry.ts";
import { startAnswer } from "../../lambdas/start-answer.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { retryMessage } from "../../lambdas/steps/send-to-retry.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { skillsRecords } from "../../lambdas/store/skills-records.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { submit } from "../../lambdas/submit.ts";
import {
  anOntology,
  callAs,
  changeProject,
  HARMLESS,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  newSubmissionId,
  PEST,
  takePacket,
} from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";
import { openStores, type Stores } from "../support/stores.ts";

const MINUTE = 60_000;

describe("an answer", () => {
  let stores: Stores;
  let project: Project;
  let meera: AnnotatorId;
  let packet: NonNullable<Awaited<ReturnType<typeof takePacket>>>;
  let itemId: ItemId;
  beforeEach(async () => {
    stores = await openStores();
    project = await haveProject(stores.deps, { packetItems: 2, overlap: { min: 1, max: 2 } });
    meera = await haveMember(stores.deps, project, 1);
    await haveItems(stores.deps, project, 2);
    packet = (await takePacket(stores.deps, project, meera))!;
    itemId = packet.items[0]!.itemId as ItemId;
  });
  afterEach(() => stores.close());

  const give = (answer: Answer, more: { submissionId?: string; replaces?: number; itemId?: string } = {}) =>
    handIn(stores.deps, project, meera, packet.assignmentId, [{ itemId, answer, ...more }]).then(([first]) => first);
  const found = () => items(stores.deps).findWithAnnotations(project.projectId, itemId);
  const lines = () => ledger(stores.deps).ofMonth(meera, monthOf(stores.nowMs()));
  const reconcileLater = async () => {
    stores.pass(40 * MINUTE);
    await reconcileLeases(stores.deps, stores.nowMs() + MINUTE);
  };

  it("is stored, paid and decided at once", async () => {
    expect(await give(labelled(PEST))).toEqual({ itemId, state: "stored", revision: 1, late: false, counted: true });
    expect((await found())?.header).toMatchObject({ state: "agreed", answeredBy: [meera], claims: {} });
    expect(await lines()).toMatchObject([{ itemId, round: 1, pay: project.pay }]);
    expect(await stats(stores.deps).live(project.projectId)).toMatchObject({ annotations: 1, open: -1, agreed: 1 });
  });

  it("changes nobody's skills, however much there is to learn: what decides the next one never hangs on the order of answers", async () => {
    await stats(stores.deps).add(project.projectId, { annotations: 1_000 });
    expect(await give(labelled(PEST))).toMatchObject({ state: "stored" });
    expect(await skillsRecords(stores.deps).current(project.projectId)).toBeUndefined();
  });

  it("sent again is the same answer again: nothing is stored, paid or counted twice", async () => {
    const submissionId = newSubmissionId();
    const first = await give(labelled(PEST), { submissionId });
    expect(await give(labelled(PEST), { submissionId })).toEqual(first);
    expect((await found())?.annotations).toHaveLength(1);
    expect(await lines()).toHaveLength(1);
    expect(await stats(stores.deps).live(project.projectId)).toMatchObject({ annotations: 1, agreed: 1 });
  });

  it("is not acknowledged under the id of another one that was stored", async () => {
    const submissionId = newSubmissionId();
    await give(labelled(PEST), { submissionId });
    const conflict = { state: "refused", code: "conflict", field: "submissionId", value: submissionId };
    expect(await give(labelled(HARMLESS), { submissionId })).toMatchObject(conflict);
    expect(await give({ kind: "none_fit" }, { submissionId, replaces: 1 })).toMatchObject(conflict);
    expect((await found())?.annotations).toMatchObject([{ answer: labelled(PEST) }]);
    expect(await give(labelled(PEST), { submissionId })).toMatchObject({ state: "stored", revision: 1 });
  });

  it("does not overwrite one from another page: it must name the revision that it corrects", async () => {
    await give(labelled(PEST));
    expect(await give(labelled(HARMLESS))).toMatchObject({ state: "refused", code: "conflict", field: "replaces" });
    expect(await give(labelled(HARMLESS), { replaces: 2 })).toMatchObject({ state: "refused", code: "conflict" });
    expect(await give(labelled(HARMLESS), { replaces: 1 })).toMatchObject({ state: "stored", revision: 2 });
    const { header, annotations } = (await found())!;
    expect(header.consensus?.classes).toEqual([HARMLESS]);
    expect(annotations.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(await lines()).toHaveLength(1);
  });

  it("cannot correct what is not there", async () => {
    expect(await give(labelled(PEST), { replaces: 1 })).toMatchObject({ state: "refused", code: "conflict" });
  });

  it("comes late and is taken all the same, also when somebody else has answered meanwhile", async () => {
    await reconcileLater();
    const birsa = await haveMember(stores.deps, project, 2);
    const other = await takePacket(stores.deps, project, birsa);
    await handIn(stores.deps, project, birsa, other!.assignmentId, [{ itemId, answer: labelled(PEST) }]);
    expect(await give(labelled(PEST))).toMatchObject({ state: "stored", late: true, counted: true });
    expect((await found())?.header.answeredBy).toEqual([meera, birsa]);
    expect(await lines()).toHaveLength(1);
  });

  it("counts while the project is paused; once it is closed it is stored and paid, and not counted", async () => {
    await changeProject(stores.deps, project.projectId, { state: "paused" });
    expect(await give(labelled(PEST))).toMatchObject({ state: "stored", counted: true });
    await changeProject(stores.deps, project.projectId, { state: "closed" });
    const other = packet.items[1]!.itemId;
    expect(await give(labelled(PEST), { itemId: other })).toMatchObject({ state: "stored", counted: false });
    const header = await items(stores.deps).find(project.projectId, other as ItemId);
    expect(header).toMatchObject({ state: "open", answeredBy: [], claims: {} });
    expect(await lines()).toHaveLength(2);
  });

  it("of somebody who has left is stored and paid, and not counted; back again she can answer anew", async () => {
    const change = (state: "left" | "active") =>
      memberships(stores.deps).change(meera, project.projectId, { roles: ["annotator"], state });
    await change("left");
    expect(await give(labelled(PEST))).toMatchObject({ state: "stored", counted: false });
    await change("active");
    expect(await give(labelled(HARMLESS))).toMatchObject({ state: "stored", revision: 2, counted: true });
    expect(await lines()).toHaveLength(1);
  });

  it("is paid at the rate that was promised with the packet, in the month in which it was taken", async () => {
    await changeProject(stores.deps, project.projectId, { pay: { kind: "unpaid" } });
    await give(labelled(PEST));
    stores.pass(40 * 24 * 60 * MINUTE);
    await give(labelled(HARMLESS), { replaces: 1 });
    expect(await lines()).toEqual([]);
    stores.pass(-40 * 24 * 60 * MINUTE);
    expect(await lines()).toMatchObject([{ pay: project.pay }]);
  });

  it("under somebody else's assignment is an answer to nothing", async () => {
    const birsa = await haveMember(stores.deps, project, 2);
    const body = { assignmentId: packet.assignmentId, answers: [] };
    await expect(
      callAs("submit", submit, stores.deps, birsa, { path: { projectId: project.projectId }, body: body as never }),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  it("that does not fit is refused by itself; the others of the same request are stored", async () => {
    const other = packet.items[1]!.itemId;
    const results = await handIn(stores.deps, project, meera, packet.assignmentId, [
      { itemId, answer: labelled("beetle" as typeof PEST) },
      { itemId: other, answer: labelled(HARMLESS) },
      { itemId: "a".repeat(20), answer: labelled(PEST) },
    ]);
    expect(results).toMatchObject([
      { state: "refused", code: "bad-request", field: "answer.value.classes.0", allowed: "pest, harmless" },
      { state: "stored" },
      { state: "refused", code: "not-found" },
    ]);
  });

  it("that is none is refused by itself, wherever it stands among others", async () => {
    const other = packet.items[1]!.itemId;
    const broken: readonly unknown[] = [
      { itemId, submissionId: newSubmissionId(), answer: { kind: "unusable", reason: "broken" } },
      { itemId: "ITEM", submissionId: newSubmissionId(), answer: labelled(PEST) },
      "answer",
    ];
    const fine = { itemId: other, submissionId: newSubmissionId(), answer: labelled(HARMLESS) };
    const body = { assignmentId: packet.assignmentId, answers: [broken[0], fine, ...broken.slice(1)] };
    const event = {
      pathParameters: { projectId: project.projectId },
      body: JSON.stringify(body),
      requestContext: {
        requestId: "r",
        authorizer: { jwt: { claims: { sub: meera, token_use: "access", username: "meera" } } },
      },
    };
    const { statusCode, body: text } = await serve(endpoints.submit, stores.deps, submit)(event);
    expect(statusCode).toBe(200);
    const reply: unknown = JSON.parse(text);
    expect(endpoints.submit.response.parse(reply)).toEqual(reply);
    const refused = { state: "refused", code: "bad-request", message: expect.any(String), allowed: expect.any(String) };
    expect(reply).toEqual({
      results: [
        { ...refused, itemId, field: "answer.reason", value: '"broken"' },
        { itemId: other, state: "stored", revision: 1, late: false, counted: true },
        { ...refused, field: "itemId", value: '"ITEM"' },
        { ...refused, field: "answers.3", value: '"answer"' },
      ],
    });
  });

  it("and its correction in one request are taken one after the other", async () => {
    const results = await handIn(stores.deps, project, meera, packet.assignmentId, [
      { itemId, answer: labelled(PEST) },
      { itemId, answer: labelled(HARMLESS), replaces: 1 },
    ]);
    expect(results).toMatchObject([{ revision: 1 }, { revision: 2 }]);
    expect((await found())?.header.consensus?.classes).toEqual([HARMLESS]);
  });

  it("to an item that was re-opened meanwhile is kept in its round, and decides nothing in the new one", async () => {
    const read = (await found())!;
    await items(stores.deps).replace({ ...read.header, round: 2, claims: {} }, read.header.ver, true);
    expect(await give(labelled(PEST))).toMatchObject({ state: "stored", revision: 1 });
    expect((await found())?.header).toMatchObject({ round: 2, state: "open", answeredBy: [] });
    expect(await lines()).toMatchObject([{ round: 1 }]);
  });

  it("stays safe when its item is too contended: it is decided from the retry queue, or when the lease ends", async () => {
    const replace = items(stores.deps).replace;
    let crowd = 6;
    const table = new Proxy(stores.deps.table, {
      get: (target, name) => {
        if (name !== "send") return Reflect.get(target, name);
        return async (command: { input: { Item?: { sk?: { S?: string } }; ConditionExpression?: string } }) => {
          const isHeader =
            command.input.Item?.sk?.S?.endsWith("#A") && command.input.ConditionExpression === "ver = :read";
          if (isHeader && crowd-- > 0) {
            // Somebody else is faster, each time.
            const now = (await found())!.header;
            await replace(now, now.ver, true);
          }
          return target.send(command as never);
        };
      },
    });
    const [result] = await handIn({ ...stores.deps, table }, project, meera, packet.assignmentId, [
      { itemId, answer: labelled(PEST) },
    ]);
    expect(result).toMatchObject({ state: "stored" });
    expect((await found())?.header.state).toBe("open");
    expect(stores.sent).toHaveLength(1);
    await retry(stores.deps, retryMessage.parse(stores.sent[0]));
    expect((await found())?.header.state).toBe("agreed");
  });
});

describe("a large answer", () => {
  let cloud: LabellingCloud;
  let project: Project;
  let meera: AnnotatorId;
  beforeEach(async () => {
    cloud = await openLabellingCloud();
    project = await haveProject(cloud.deps, {
      packetItems: 1,
      overlap: { min: 1, max: 1 },
      ontology: anOntology({ tools: ["box"] }),
    });
    meera = await haveMember(cloud.deps, project, 1);
    await haveItems(cloud.deps, project, 1);
  });
  afterEach(() => cloud.close());

  const boxes = (count: number): Extract<Answer, { kind: "labelled" }> => ({
    kind: "labelled",
    value: {
      shapes: Array.from({ length: count }, (_, at): Box => {
        const id = `box-${String(at).padStart(6, "0")}-${"x".repeat(40)}`;
        return {
          type: "box",
          id,
          label: PEST,
          x: (at % 380) + 0.125,
          y: Math.floor(at / 380) + 0.125,
          width: 8.25,
          height: 8.25,
        };
      }),
    },
  });
  const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
  const put = async (assignmentId: string, text: string, claimed = text) => {
    const body = { assignmentId, sha256: hashOf(claimed), sizeBytes: Buffer.byteLength(claimed) };
    const { url, headers } = await callAs("startAnswer", startAnswer, cloud.deps, meera, {
      path: { projectId: project.projectId },
      body,
    });
    return fetch(url, { method: "PUT", headers, body: text });
  };
  const submitHash = async (
    assignmentId: string,
    itemId: string,
    answerSha256: string,
    submissionId = newSubmissionId(),
  ) => {
    const answers = [{ itemId, submissionId, answerSha256 }];
    const body = { assignmentId, answers };
    return (await callAs("submit", submit, cloud.deps, meera, { path: { projectId: project.projectId }, body }))
      .results[0];
  };

  it("is put to the bucket, checked, stored by its hash, and decided from the retry queue", async () => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const itemId = packet.items[0]!.itemId as ItemId;
    const text = JSON.stringify(boxes(20_000));
    expect(text.length).toBeGreaterThan(2_000_000);
    expect((await put(packet.assignmentId, text)).status).toBe(200);
    expect(await submitHash(packet.assignmentId, itemId, hashOf(text))).toMatchObject({ state: "stored", revision: 1 });
    const before = await items(cloud.deps).findWithAnnotations(project.projectId, itemId);
    expect(before?.annotations).toMatchObject([{ answerSha256: hashOf(text) }]);
    expect(before?.header.state).toBe("open");
    const { annotatorId, assignmentId } = { annotatorId: meera, assignmentId: packet.assignmentId };
    await retry(cloud.deps, retryMessage.parse({ projectId: project.projectId, itemId, annotatorId, assignmentId }));
    const after = await items(cloud.deps).find(project.projectId, itemId);
    expect(after).toMatchObject({ state: "agreed", consensus: { shapeCount: 20_000 } });
  }, 60_000);

  it("of other bytes than were promised is refused by the bucket", async () => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const text = JSON.stringify(boxes(2));
    expect((await put(packet.assignmentId, text.replace("8.25", "9.25"), text)).status).toBe(400);
  });

  it("of other bytes than its hash, however they came to lie there, is not taken for it", async () => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const hash = hashOf(JSON.stringify(boxes(2)));
    const Body = JSON.stringify(boxes(3));
    const Bucket = cloud.deps.config.ANSWERS_BUCKET;
    await cloud.deps.bucket.send(new PutObjectCommand({ Bucket, Key: `answers/${hash}`, Body }));
    expect(await submitHash(packet.assignmentId, packet.items[0]!.itemId, hash)).toMatchObject({
      state: "refused",
      code: "bad-request",
      value: hash,
    });
  });

  it("that was never put, or is no answer, is refused with what is wrong", async () => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const itemId = packet.items[0]!.itemId;
    expect(await submitHash(packet.assignmentId, itemId, hashOf("nothing"))).toMatchObject({
      state: "refused",
      code: "not-found",
      field: "answerSha256",
    });
    await put(packet.assignmentId, '{"kind":"guess"}');
    expect(await submitHash(packet.assignmentId, itemId, hashOf('{"kind":"guess"}'))).toMatchObject({
      state: "refused",
      code: "bad-request",
      field: "answer.kind",
      value: '"guess"',
      allowed: "labelled, none_fit, cant_tell, unusable",
    });
  });

  it.each([
    ["large", 100],
    ["small", 2],
  ])("that is %s and comes again on the other way is the same one; another one is not", async (_, count) => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const { assignmentId } = packet;
    const itemId = packet.items[0]!.itemId as ItemId;
    // The same answer in another order of names is other bytes.
    const text = JSON.stringify({ value: boxes(count).value, kind: "labelled" }, undefined, 1);
    await put(assignmentId, text);
    const submissionId = newSubmissionId();
    const inline = async (answer: Answer) =>
      (await handIn(cloud.deps, project, meera, assignmentId, [{ itemId, answer, submissionId }]))[0];
    const first = await submitHash(assignmentId, itemId, hashOf(text), submissionId);
    expect(first).toMatchObject({ state: "stored", revision: 1 });
    expect(await submitHash(assignmentId, itemId, hashOf(text), submissionId)).toEqual(first);
    expect(await inline(boxes(count))).toEqual(first);
    expect(await inline(boxes(count + 1))).toMatchObject({ code: "conflict", field: "submissionId" });
    const other = JSON.stringify(boxes(count + 2));
    await put(assignmentId, other);
    expect(await submitHash(assignmentId, itemId, hashOf(other), submissionId)).toMatchObject({ code: "conflict" });
  });

  it("in a request is kept out of the row", async () => {
    const packet = (await takePacket(cloud.deps, project, meera))!;
    const itemId = packet.items[0]!.itemId as ItemId;
    await handIn(cloud.deps, project, meera, packet.assignmentId, [{ itemId, answer: boxes(100) }]);
    const found = await items(cloud.deps).findWithAnnotations(project.projectId, itemId);
    expect(found?.annotations[0]).not.toHaveProperty("answer");
  });
});
