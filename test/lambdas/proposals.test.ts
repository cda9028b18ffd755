import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { answerProposal } from "../../lambdas/answer-proposal.ts";
import { decideProposal } from "../../lambdas/decide-proposal.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProposal } from "../../lambdas/get-proposal.ts";
import { listProposals } from "../../lambdas/list-proposals.ts";
import { propose } from "../../lambdas/propose.ts";
import { startUpload } from "../../lambdas/start-upload.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { withdrawProposal } from "../../lambdas/withdraw-proposal.ts";
import { annotatorOf, changeProject, HARMLESS, labelled, PEST } from "../support/labelling.ts";
import { addRotten, openProposalWorld, type ProposalWorld, REVIEWER, VENDOR } from "../support/proposal-world.ts";

const [NEHMA, ASHA, BINDU, CHAMPA, _LEFT] = [0, 1, 2, 3, 4].map(annotatorOf) as [
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
];

let world: ProposalWorld;
beforeEach(async () => {
  world = await openProposalWorld({ items: 4 });
  for (const person of [NEHMA, ASHA])
    await world.label(person, (itemId) => labelled(itemId === world.itemIds[0] ? PEST : HARMLESS));
});
afterEach(() => world.close());

const decide = (proposalId: string, body: object) =>
  world.ask(endpoints.decideProposal, decideProposal, VENDOR, { path: { proposalId }, body });
const seen = async (by: AnnotatorId, proposalId: string) =>
  world.call(endpoints.getProposal, getProposal, by, { path: { proposalId } });
/** Rows that are not those of proposals and plans. */
const elsewhere = async () => [...(await world.rows())].filter(([key]) => !/ (PP|PL|SECRET)#?/.test(key));

describe("a proposal", () => {
  it("is there once however often it is sent, in its author's words, and under an id that is hers", async () => {
    const proposalId = world.deps.newId();
    const body = {
      proposalId,
      kind: "add",
      labels: ["pest"],
      why: '  <b>यह</b> "सिर्फ़" सड़ी पत्ती खाती है\u202e ',
      language: "hi",
      example: { itemId: world.itemIds[0], region: { x: 10, y: 20, width: 390, height: 280 } },
    };
    for (let time = 0; time < 2; time++)
      expect(await world.ask(endpoints.propose, propose, NEHMA, { body })).toMatchObject({
        status: 200,
        body: { why: '<b>यह</b> "सिर्फ़" सड़ी पत्ती खाती है\u202e', author: { isMe: true }, example: { region: { x: 10 } } },
      });
    const taken = await world.ask(endpoints.propose, propose, ASHA, { body });
    expect(taken).toMatchObject({ status: 409, body: { field: "body.proposalId" } });
    const { proposals } = await world.call(endpoints.listProposals, listProposals, VENDOR);
    expect(proposals).toHaveLength(1);
  });

  it.each([
    ["about a label that is not there", { labels: ["nothing"] }, "body.labels", 400],
    ["about fewer labels than its kind takes", { kind: "merge", labels: ["pest"] }, "body.labels", 400],
    ["about one label twice", { kind: "merge", labels: ["pest", "pest"] }, "body.labels", 400],
    ["about labels where its kind takes none", { kind: "instruction", labels: ["pest"] }, "body.labels", 400],
    [
      "with a region beyond the picture",
      { example: { region: { x: 300, y: 0, width: 200, height: 10 } } },
      "body.example.region",
      400,
    ],
    ["on an item that was not hers", { example: { itemId: "a".repeat(20) } }, "body.example.itemId", 404],
    ["without a word", { names: undefined }, "body", 400],
  ])("is refused %s", async (_, changes: Record<string, unknown>, field, status) => {
    const { example = {}, ...rest } = changes;
    const body = {
      proposalId: world.deps.newId(),
      kind: "add",
      labels: [],
      names: { hi: "कुछ" },
      language: "hi",
      example: { itemId: world.itemIds[0], ...(example as object) },
      ...rest,
    };
    expect(await world.ask(endpoints.propose, propose, NEHMA, { body })).toMatchObject({ status, body: { field } });
  });

  it("is refused on somebody else's item, and so is a second on one", async () => {
    const mine = { itemId: world.itemIds[0] ?? "" };
    const body = {
      proposalId: world.deps.newId(),
      kind: "add",
      labels: [],
      names: { hi: "क" },
      language: "hi",
      example: mine,
    };
    expect((await world.ask(endpoints.propose, propose, BINDU, { body })).status).toBe(404);
    const proposalId = await world.propose(NEHMA);
    expect(await world.second(BINDU, proposalId, { example: mine })).toBe(404);
    expect(await world.second(ASHA, proposalId, { example: mine })).toBe(200);
  });

  it("is seconded once a person, the first standing, never by its author, and not once it is answered", async () => {
    const proposalId = await world.propose(NEHMA);
    expect(await world.second(NEHMA, proposalId)).toBe(409);
    for (const [note, status] of [
      ["first", 200],
      ["first", 200],
      ["again", 409],
    ] as const)
      expect(await world.second(ASHA, proposalId, { note })).toBe(status);
    expect((await seen(VENDOR, proposalId)).seconds).toMatchObject([{ note: "first", author: { isMe: false } }]);
    await decide(proposalId, { outcome: "decline", reason: "Not in this project." });
    expect(await world.second(BINDU, proposalId)).toBe(409);
  });

  it("is seconded blind: until it is answered annotators see neither who nor how many, not even in length", async () => {
    const proposalId = await world.propose(NEHMA);
    const before = JSON.stringify(await seen(BINDU, proposalId));
    for (const person of [ASHA, CHAMPA]) await world.second(person, proposalId, { note: "I too" });
    for (const person of [NEHMA, BINDU]) {
      const text = JSON.stringify(await world.call(endpoints.listProposals, listProposals, person));
      expect(text).not.toMatch(/seconds|secondCount|I too/);
    }
    expect(JSON.stringify(await seen(BINDU, proposalId))).toBe(before);
    expect(await seen(ASHA, proposalId)).toMatchObject({ isSeconded: true });
    for (const reader of [VENDOR, REVIEWER]) expect((await seen(reader, proposalId)).secondCount).toBe(2);
    // Somebody who labels and reviews may second it too: she is not told either.
    const { projectId } = world.project;
    await memberships(world.deps).change(BINDU, projectId, { roles: ["annotator", "reviewer"], state: "active" });
    expect((await seen(BINDU, proposalId)).secondCount).toBeUndefined();
    await decide(proposalId, { outcome: "decline", reason: "It is a pest to us." });
    expect(await seen(BINDU, proposalId)).toMatchObject({
      secondCount: 2,
      standing: { reason: "It is a pest to us." },
    });
  });

  it("that is asked back is answered by its author in a thread, and waits again; its words are never edited", async () => {
    const proposalId = await world.propose(NEHMA);
    const path = { proposalId };
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    expect((await seen(BINDU, proposalId)).standing.state).toBe("asked");
    // Made by a page whose clock is years behind.
    const body = { wordId: "01000000000000000000000000", text: "Only the brown part." };
    expect((await world.ask(endpoints.answerProposal, answerProposal, ASHA, { path, body })).status).toBe(403);
    world.stores.pass(8 * 86_400_000);
    expect(await world.call(endpoints.answerProposal, answerProposal, NEHMA, { path, body })).toMatchObject({
      standing: { state: "open" },
      words: [
        { by: "vendor", text: "Always?" },
        { by: "author", text: "Only the brown part." },
      ],
      ageDays: 8,
      isOverdue: true,
    });
  });

  it("is taken back by its author alone, stays to be read, and cannot be decided any more", async () => {
    const proposalId = await world.propose(NEHMA);
    const withdraw = (by: AnnotatorId) =>
      world.ask(endpoints.withdrawProposal, withdrawProposal, by, { path: { proposalId } });
    expect((await withdraw(ASHA)).status).toBe(403);
    for (let time = 0; time < 2; time++) expect((await withdraw(NEHMA)).status).toBe(200);
    expect(await seen(ASHA, proposalId)).toMatchObject({
      standing: { state: "withdrawn" },
      names: { hi: expect.any(String) },
    });
    expect((await decide(proposalId, { outcome: "decline", reason: "No." })).status).toBe(409);
  });

  it("changes no row but its own, while it is open, seconded, planned for, asked back and declined", async () => {
    const before = await elsewhere();
    const sent = world.stores.sent.length;
    const proposalId = await world.propose(NEHMA);
    await world.second(ASHA, proposalId, { note: "I too" });
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    const path = { proposalId };
    await world.call(endpoints.answerProposal, answerProposal, NEHMA, {
      path,
      body: { wordId: world.deps.newId(), text: "Yes" },
    });
    const plan = await world.plan(proposalId, [addRotten()]);
    expect(plan.affected).toBe(1);
    await decide(proposalId, { outcome: "decline", reason: "It harms the plant." });
    await world.drain();
    expect(await elsewhere()).toEqual(before);
    expect(world.stores.sent.length).toBe(sent);
    expect((await world.accept(proposalId, plan.planId)).status).toBe(409);
    expect(await elsewhere()).toEqual(before);
  });

  it("is neither made nor decided in a closed project, nor before it opens", async () => {
    const proposalId = await world.propose(NEHMA);
    for (const [state, code] of [
      ["closed", "project-closed"],
      ["draft", "project-not-open"],
    ] as const) {
      await changeProject(world.deps, world.project.projectId, { state });
      await expect(world.propose(NEHMA)).rejects.toThrow(code);
      expect(await world.second(ASHA, proposalId)).toBe(409);
      await expect(world.plan(proposalId, [addRotten()])).rejects.toThrow(code);
    }
  });

  it("with three seconds holds up new files until it is answered, where the project is set so; examples never", async () => {
    const start = async (purpose?: "example") => {
      const file = { name: "new.png", sizeBytes: 10, contentType: "image/png", ...(purpose && { purpose }) };
      return (await world.ask(endpoints.startUpload, startUpload, VENDOR, { body: { files: [file] } })).status;
    };
    const proposalId = await world.propose(NEHMA);
    for (const person of [ASHA, BINDU]) await world.second(person, proposalId);
    expect(await start()).toBe(200);
    await world.second(CHAMPA, proposalId);
    expect([await start(), await start("example")]).toEqual([409, 200]);
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    expect(await start()).toBe(409);
    await changeProject(world.deps, world.project.projectId, { proposalsFirst: false });
    expect(await start()).toBe(200);
    await changeProject(world.deps, world.project.projectId, { proposalsFirst: true });
    await decide(proposalId, { outcome: "decline", reason: "No." });
    expect(await start()).toBe(200);
  });

  it("are listed oldest first by when they came, whatever the clock of the page said", async () => {
    const body = (proposalId: string) => ({
      proposalId,
      kind: "add",
      labels: [],
      names: { hi: "क" },
      language: "hi",
      example: { itemId: world.itemIds[0] },
    });
    for (const proposalId of ["7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "00000000000000000000000000"]) {
      await world.call(endpoints.propose, propose, NEHMA, { body: body(proposalId) });
      world.stores.pass(5);
    }
    const { proposals } = await world.call(endpoints.listProposals, listProposals, VENDOR);
    expect(proposals.map(({ proposalId }) => proposalId[0])).toEqual(["7", "0"]);
  });
});
