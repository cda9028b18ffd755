import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import { everyoneAlike } from "../../core/consensus/online/skills-snapshot.ts";
import { classesOf } from "../../core/consensus/project-answers.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { learn } from "../../lambdas/learn.ts";
import { openThread } from "../../lambdas/open-thread.ts";
import { propose } from "../../lambdas/propose.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { items } from "../../lambdas/store/items.ts";
import { reviews } from "../../lambdas/store/reviews.ts";
import { skillsObjects } from "../../lambdas/store/skills-objects.ts";
import { skillsRecords } from "../../lambdas/store/skills-records.ts";
import { annotatorOf, HARMLESS, handIn, labelled, PEST, takePacket } from "../support/labelling.ts";
import { openProposalWorld, type ProposalWorld } from "../support/proposal-world.ts";
import { randomFrom } from "../support/stores.ts";

const PEOPLE = [0, 1, 2, 3, 4].map(annotatorOf);
const NEHMA = PEOPLE[0] as AnnotatorId;

/** The same stores, with ids and chances of their own: what is said draws nothing from what is handed out by. */
const aside = (deps: Deps, seed: number): Deps => {
  const random = randomFrom(seed);
  const letter = () => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Math.floor(random() * 32)] ?? "0";
  const newId = () => `01JZ${Array.from({ length: 22 }, letter).join("")}`;
  return { ...deps, random, newId, newSecret: () => `secret-${random()}` };
};

const answerFor = (itemId: string, person: string): Answer =>
  (itemId.charCodeAt(5) + person.charCodeAt(35)) % 5 === 0
    ? { kind: "none_fit" }
    : labelled((itemId.charCodeAt(7) + person.charCodeAt(35)) % 3 === 0 ? PEST : HARMLESS);

/** Everybody labels by turns until nothing is left; between the turns somebody does something else. */
const labelAll = async (world: ProposalWorld, between: (turn: number, held: readonly string[]) => Promise<void>) => {
  const packets: string[] = [];
  for (let turn = 0, idle = 0; idle < PEOPLE.length; turn++) {
    const person = PEOPLE[turn % PEOPLE.length] as AnnotatorId;
    const packet = await takePacket(world.deps, world.project, person);
    idle = packet ? 0 : idle + 1;
    if (packet) {
      packets.push(`${person.slice(-1)}: ${packet.items.map(({ itemId, round }) => `${itemId} ${round}`).join()}`);
      await between(
        turn,
        packet.items.map(({ itemId }) => itemId),
      );
      const answers = packet.items.map(({ itemId }) => ({ itemId, answer: answerFor(itemId, person) }));
      await handIn(world.deps, world.project, person, packet.assignmentId, answers);
    }
    world.stores.pass(1_000);
  }
  return packets;
};
const open = (seed: number) =>
  openProposalWorld({ seed, items: 12, project: { overlap: { min: 2, max: 4 }, packetItems: 3 } });

describe("what somebody says about the labels", () => {
  it("never changes what she or anybody is offered next", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (seed) => {
        const quiet = await open(seed);
        const expected = await labelAll(quiet, async () => undefined);
        await quiet.close();
        const loud = await open(seed);
        const own = aside(loud.deps, seed);
        let said = 0;
        const got = await labelAll(loud, async (turn, [itemId = ""]) => {
          const author = PEOPLE[turn % PEOPLE.length] as AnnotatorId;
          const proposalId = own.newId();
          const body = {
            proposalId,
            kind: "add",
            labels: ["pest"],
            names: { hi: "क" },
            language: "hi",
            example: { itemId },
          };
          const made = await loud.ask(endpoints.propose, propose, author, { body }, own);
          const question = { threadId: own.newId(), anchor: { kind: "item", itemId }, text: "Why?", language: "en" };
          const asked = await loud.ask(endpoints.openThread, openThread, author, { body: question }, own);
          said += Number(made.status === 200) + Number(asked.status === 200);
          for (const person of PEOPLE.slice(0, turn % 5))
            await loud.ask(endpoints.secondProposal, secondProposal, person, { path: { proposalId }, body: {} }, own);
        });
        await loud.close();
        expect(said).toBe(2 * expected.length);
        expect(got).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });
});

describe("pay", () => {
  it("is line for line what it was when all that tells of quality is shuffled (I10)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (seed) => {
        const plain = await open(seed);
        await labelAll(plain, async () => undefined);
        const expected = await ledgerOf(plain);
        await plain.close();
        const other = await open(seed);
        const own = aside(other.deps, seed);
        await labelAll(other, async (turn) => {
          if (turn > 0) await shuffleQuality(other, own);
        });
        expect(await ledgerOf(other)).toEqual(expected);
        for (let time = 0; time < 2; time++) {
          await shuffleQuality(other, own);
          other.stores.pass(60 * 60_000);
          await reconcileLeases(other.deps, Number.POSITIVE_INFINITY);
          await learn(other.deps);
        }
        expect(await ledgerOf(other)).toEqual(expected);
        expect(expected.length).toBeGreaterThan(20);
        await other.close();
      }),
      { numRuns: 4 },
    );
  });
});

const ledgerOf = async (world: ProposalWorld): Promise<readonly string[]> =>
  [...(await world.rows())].flatMap(([key, row]) => (key.startsWith("PAY#") ? [`${key} ${row}`] : [])).sort();

/**
 * What decisions say, by which skills, what reviewers said, whose proposals were accepted: all of it drawn anew. States and
 * overlap stay, for they say who is asked, and whoever is asked is paid.
 */
const shuffleQuality = async ({ deps, project, itemIds }: ProposalWorld, own: Deps): Promise<void> => {
  const { projectId } = project;
  for (const itemId of itemIds) {
    const header = await items(deps).find(projectId, itemId as ItemId);
    if (!header) throw new Error("no item");
    if (own.random() < 0.5 || !header.consensus) continue;
    const consensus = {
      ...header.consensus,
      agreement: own.random(),
      confidence: own.random(),
      classes: [own.random() < 0.5 ? PEST : HARMLESS],
    };
    await items(deps).replace({ ...header, consensus, snapshot: Math.floor(own.random() * 9) }, header.ver, false);
    await reviews(deps).record(projectId, itemId, {
      kind: "decided",
      reviewId: own.newId(),
      round: header.round + 7,
      reviewerId: NEHMA,
      atMs: deps.now(),
      decision: labelled(own.random() < 0.5 ? PEST : HARMLESS),
    });
  }
  const record = await skillsRecords(deps).current(projectId);
  const number = (record?.number ?? 0) + 1;
  const alike = everyoneAlike(classesOf([PEST, HARMLESS]));
  const annotators = PEOPLE.map((id) => ({ id, answered: Math.floor(own.random() * 99), skill: own.random() }));
  const snapshot = { ...alike, snapshot: number, annotators, strangerSkill: own.random(), asOfMs: deps.now() };
  await skillsObjects(deps).putSnapshot({ projectId, number }, snapshot);
  await skillsRecords(deps).put(projectId, { number, asOfMs: deps.now(), answers: 1, state: "published" });
};
