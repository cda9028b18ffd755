import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { answerProposal } from "../../lambdas/answer-proposal.ts";
import { decideProposal } from "../../lambdas/decide-proposal.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { propose } from "../../lambdas/propose.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { startVoice } from "../../lambdas/start-voice.ts";
import { proposals } from "../../lambdas/store/proposals.ts";
import { annotatorOf, changeProject, labelled, PEST } from "../support/labelling.ts";
import { openProposalWorld, type ProposalWorld, VENDOR } from "../support/proposal-world.ts";
import { aWav } from "../support/voices.ts";

const [NEHMA, ASHA] = [annotatorOf(0), annotatorOf(1)] as [AnnotatorId, AnnotatorId];

let world: ProposalWorld;
let itemId: string;
beforeEach(async () => {
  world = await openProposalWorld({ items: 2 });
  [itemId = ""] = await world.label(NEHMA, () => labelled(PEST));
  await world.label(ASHA, () => labelled(PEST));
});
afterEach(() => world.close());

const decide = (proposalId: string, body: object) =>
  world.call(endpoints.decideProposal, decideProposal, VENDOR, { path: { proposalId }, body });
const close = () => changeProject(world.deps, world.project.projectId, { state: "closed" });
const fileOf = (proposalId: string) => proposals(world.deps).file(world.project.projectId, proposalId);
const recorded = async (): Promise<string> => {
  const body = { contentType: "audio/wav", sizeBytes: 100 };
  const { key } = await world.call(endpoints.startVoice, startVoice, NEHMA, { body });
  world.objects.set(key, aWav(1));
  return key;
};

describe("sent again because the answer did not arrive", () => {
  it("a proposal answers as before, also in a closed project, with its recording gone; other words are refused", async () => {
    const voice = await recorded();
    const body = {
      proposalId: world.deps.newId(),
      kind: "add",
      labels: ["pest"],
      names: { hi: "क", en: "a" },
      definition: { hi: "ख" },
      why: "It is.",
      language: "hi",
      voice,
      example: { itemId, region: { x: 1, y: 2, width: 3, height: 4 } },
    };
    const send = (changes: object = {}, by = NEHMA) =>
      world.ask(endpoints.propose, propose, by, { body: { ...body, ...changes } });
    const [first, again] = [await send(), await send({ names: { en: "a", hi: "क" } })];
    expect([first.status, again]).toEqual([200, first]);
    await decide(body.proposalId, { outcome: "decline", reason: "No." });
    await close();
    world.objects.delete(voice);
    expect(await send()).toMatchObject({ status: 200, body: { standing: { state: "declined" } } });
    const others: readonly object[] = [
      { kind: "rename" },
      { labels: [] },
      { names: { hi: "क" } },
      { definition: undefined },
      { why: "It is not." },
      { language: "en" },
      { voice: undefined },
      { example: { itemId } },
    ];
    for (const changes of others)
      expect(await send(changes), JSON.stringify(changes)).toMatchObject({
        status: 409,
        body: { code: "conflict", field: "body.proposalId" },
      });
    expect(await send({}, ASHA)).toMatchObject({ status: 409, body: { field: "body.proposalId" } });
  });

  it("of two proposals under one id at the same moment one stands, and the other is told", async () => {
    const body = { proposalId: world.deps.newId(), kind: "add", labels: [], language: "hi", example: { itemId } };
    const both = await Promise.all(
      ["one", "other"].map((why) => world.ask(endpoints.propose, propose, NEHMA, { body: { ...body, why } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("a second answers as before, also once the proposal is answered; other words are refused", async () => {
    const proposalId = await world.propose(NEHMA);
    const body = { note: "I too", example: { itemId }, voice: await recorded() };
    const send = (changes: object = {}) =>
      world.ask(endpoints.secondProposal, secondProposal, ASHA, {
        path: { proposalId },
        body: { ...body, ...changes },
      });
    const [first, again] = [await send(), await send()];
    expect([first.status, again]).toEqual([200, first]);
    await decide(proposalId, { outcome: "decline", reason: "No." });
    await close();
    world.objects.delete(body.voice);
    expect(await send()).toMatchObject({ status: 200, body: { isSeconded: true, secondCount: 1 } });
    for (const changes of [{ note: "Me too" }, { example: undefined }, { voice: undefined }])
      expect(await send(changes)).toMatchObject({ status: 409, body: { message: "you have seconded it already" } });
  });

  it("an answer is there once, also once the proposal is decided, and never answers a later question", async () => {
    const proposalId = await world.propose(NEHMA);
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    world.stores.pass(1_000);
    const body = { wordId: world.deps.newId(), text: "Yes", voice: await recorded() };
    const send = (changes: object = {}) =>
      world.ask(endpoints.answerProposal, answerProposal, NEHMA, {
        path: { proposalId },
        body: { ...body, ...changes },
      });
    const [first, again] = [await send(), await send()];
    expect([first.status, again]).toEqual([200, first]);
    expect(first.body["words"]).toHaveLength(2);
    for (const changes of [{ text: "No" }, { voice: undefined }])
      expect(await send(changes)).toMatchObject({ status: 409, body: { code: "conflict", field: "body.wordId" } });
    world.stores.pass(1_000);
    await decide(proposalId, { outcome: "ask", text: "In spring too?" });
    world.objects.delete(body.voice);
    expect(await send()).toMatchObject({ status: 200, body: { standing: { state: "asked" } } });
    await decide(proposalId, { outcome: "decline", reason: "No." });
    expect(await send()).toMatchObject({ status: 200, body: { standing: { state: "declined" } } });
    expect((await fileOf(proposalId))?.words).toHaveLength(3);
  });

  it("an answer that was cut after its words lets the proposal wait for the vendor", async () => {
    const proposalId = await world.propose(NEHMA);
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    const body = { wordId: world.deps.newId(), text: "Yes" };
    const said = { ...body, proposalId, by: "author" as const, atMs: world.deps.now() };
    await proposals(world.deps).say(world.project.projectId, said);
    const shown = await world.call(endpoints.answerProposal, answerProposal, NEHMA, { path: { proposalId }, body });
    expect(shown).toMatchObject({ standing: { state: "open" }, words: [{ by: "vendor" }, { text: "Yes" }] });
  });
});

describe("an author", () => {
  it("says up to a hundred words to one proposal; one of them again still answers", async () => {
    const proposalId = await world.propose(NEHMA);
    const ids = Array.from({ length: 100 }, () => world.deps.newId());
    const atMs = world.deps.now();
    for (const wordId of ids.slice(1))
      await proposals(world.deps).say(world.project.projectId, { wordId, proposalId, by: "author", text: "Yes", atMs });
    const send = (wordId: string) =>
      world.ask(endpoints.answerProposal, answerProposal, NEHMA, {
        path: { proposalId },
        body: { wordId, text: "Yes" },
      });
    expect((await send(ids[0] ?? "")).status).toBe(200);
    expect(await send(world.deps.newId())).toMatchObject({
      status: 429,
      body: { code: "slow-down", value: "100", allowed: expect.stringContaining("100") },
    });
    expect((await send(ids[0] ?? "")).status).toBe(200);
  });
});
