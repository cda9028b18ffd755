import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { acceptInvitation } from "../../lambdas/accept-invitation.ts";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { changeProjectState } from "../../lambdas/change-project-state.ts";
import { createProject } from "../../lambdas/create-project.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { type Erased, erasePerson, whatIsOf } from "../../lambdas/erasure/erase-person.ts";
import { replayErasures } from "../../lambdas/erasure/replay-erasures.ts";
import { soleVendorOf } from "../../lambdas/erasure/sole-vendor.ts";
import { getProposal } from "../../lambdas/get-proposal.ts";
import { getThread } from "../../lambdas/get-thread.ts";
import type { Person } from "../../lambdas/http.ts";
import { invite } from "../../lambdas/invite.ts";
import { inviteVendor } from "../../lambdas/invite-vendor.ts";
import { issueReset } from "../../lambdas/issue-reset.ts";
import { joinProject } from "../../lambdas/join-project.ts";
import { listProposals } from "../../lambdas/list-proposals.ts";
import { openThread } from "../../lambdas/open-thread.ts";
import { propose } from "../../lambdas/propose.ts";
import { replyInThread } from "../../lambdas/reply-in-thread.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { setCredit } from "../../lambdas/set-credit.ts";
import { personSigningInAs } from "../../lambdas/sign-in-accounts.ts";
import { erasures } from "../../lambdas/store/erasures.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { reviews } from "../../lambdas/store/reviews.ts";
import { updateMe } from "../../lambdas/update-me.ts";
import { everythingIn, putRows, rowsOf, whereNamed } from "../support/everything.ts";
import { handIn, haveItems, labelled, PEST, takePacket } from "../support/labelling.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { aWav } from "../support/voices.ts";

/** Stands in everything that is hers, and in nothing else. */
const MARK = "quillobrax";

/** Each of a dozen runs reads all there is. */
const LONG_MS = 120_000;

describe("a person who asks to be forgotten", () => {
  let world: PeopleWorld;
  let project: Project;
  let nehma: Person;
  let asha: Person;
  let itemIds: readonly ItemId[];
  let threadId: string;
  const vendor = () => world.person("vendor", "vendor");
  const path = () => ({ projectId: project.projectId });
  const ledger = () => erasures(world.deps);
  const erase = (deps: Deps = world.deps) => erasePerson(deps, erasures(deps), nehma.personId);
  const named = async () => whereNamed(await everythingIn(world.deps), MARK);

  /** Somebody who came by a link, as everybody does. */
  const newcomer = async (signInName: string, name: string): Promise<Person> => {
    const { secret } = await world.call(endpoints.invite, invite, {
      as: vendor(),
      path: path(),
      body: { roles: ["annotator", "reviewer"], note: `for ${name}` },
    });
    const body = { signInName, password: "a long way home", name, language: "hi" };
    await world.call(endpoints.acceptInvitation, acceptInvitation, { path: { secret }, body });
    return { personId: (await personSigningInAs(world.deps, signInName))!, signInName, groups: [] };
  };
  let recorded = 0;
  const record = async (): Promise<string> => {
    const sound = aWav(1);
    sound.write(`the voice of ${MARK}`, 60);
    const Key = `${project.projectId}/.voice/${recorded++}.wav`;
    const at = { Bucket: world.deps.config.INGEST_BUCKET, Key };
    await world.deps.bucket.send(new PutObjectCommand({ ...at, Body: sound }));
    // The form takes posts for a while: earlier versions stay in the bucket.
    await world.deps.bucket.send(new PutObjectCommand({ ...at, Body: sound }));
    return Key;
  };
  const aProposal = async (as: Person, words: object) => {
    world.pass(1000);
    const proposalId = world.deps.newId();
    const given = { proposalId, kind: "add", labels: [], language: "hi", example: { itemId: itemIds[0] } };
    await world.call(endpoints.propose, propose, { as, path: path(), body: { ...given, ...words } });
    return proposalId;
  };

  const build = async (): Promise<void> => {
    world = await startPeopleWorld();
    const made = await world.call(endpoints.createProject, createProject, {
      as: vendor(),
      body: aProjectBody({
        overlap: { min: 2, max: 2 },
        ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
      }),
    });
    project = (await projects(world.deps).find(made.projectId as ProjectId))!;
    await memberships(world.deps).join(memberOf(project.projectId, vendor(), "vendor"));
    await world.call(endpoints.changeProjectState, changeProjectState, {
      as: vendor(),
      path: path(),
      body: { to: "open" },
    });
    itemIds = await haveItems(world.deps, project, 3);
    nehma = await newcomer(`${MARK}.nehma`, `Nehma ${MARK}`);
    asha = await newcomer("asha", "Asha");
    for (const { personId } of [nehma, asha]) {
      const packet = (await takePacket(world.deps, project, personId))!;
      const answers = packet.items.map(({ itemId }) => ({ itemId, answer: labelled(PEST) }));
      const results = await handIn(world.deps, project, personId, packet.assignmentId, answers);
      expect(results.map(({ state }) => state)).toEqual(["stored", "stored", "stored"]);
    }

    threadId = world.deps.newId();
    const word = { text: `It eats rotten leaves, says ${MARK}`, language: "hi" };
    await world.call(endpoints.openThread, openThread, {
      as: nehma,
      path: path(),
      body: { threadId, anchor: { kind: "instructions" }, ...word, voice: await record() },
    });
    for (const [as, text] of [
      [asha, "I saw it too"],
      [nehma, `${MARK} again`],
    ] as const) {
      world.pass(1000);
      await world.call(endpoints.replyInThread, replyInThread, {
        as,
        path: { ...path(), threadId },
        body: { wordId: world.deps.newId(), text, language: "hi" },
      });
    }
    await aProposal(nehma, { names: { hi: `${MARK} का कीड़ा` }, why: MARK, voice: await record() });
    const proposalId = await aProposal(asha, { names: { hi: "सड़ी पत्ती" } });
    await world.call(endpoints.secondProposal, secondProposal, {
      as: nehma,
      path: { ...path(), proposalId },
      body: { note: `so does ${MARK}`, voice: await record() },
    });
    await world.call(endpoints.setCredit, setCredit, {
      as: nehma,
      path: path(),
      body: { form: "named", text: `N. ${MARK}`, language: "hi", languages: ["kru"] },
    });
    await world.call(endpoints.issueReset, issueReset, {
      as: vendor(),
      path: { ...path(), personId: nehma.personId },
    });
    for (const [itemId, kind] of [
      [itemIds[1], "decided"],
      [itemIds[2], "reopened"],
    ] as const) {
      const by = { reviewId: world.deps.newId(), round: 1, reviewerId: nehma.personId, atMs: 1 };
      const said = { decision: labelled(PEST), note: `decided by ${MARK}` };
      await reviews(world.deps).record(
        project.projectId,
        itemId!,
        kind === "decided" ? { ...by, kind, ...said } : { ...by, kind, reason: `${MARK} was not sure` },
      );
    }
  };

  describe("once she is erased", () => {
    let before: ReadonlyMap<string, string>;
    let after: ReadonlyMap<string, string>;
    let found: Erased;
    let erased: Erased;
    beforeAll(async () => {
      await build();
      before = await everythingIn(world.deps);
      found = await whatIsOf(world.deps, nehma.personId);
      erased = await erase();
      after = await everythingIn(world.deps);
    }, LONG_MS);
    afterAll(() => world.close());

    it("is named nowhere afterwards: no row, no object in any version, no sign-in", async () => {
      expect(whereNamed(before, MARK).length).toBeGreaterThan(14);
      expect(whereNamed(after, MARK)).toEqual([]);
      expect(erased).toEqual(found);
      expect(erased.counts).toEqual({
        words: 2,
        proposals: 1,
        seconds: 1,
        reviews: 2,
        credits: 1,
        recordings: 3,
        memberships: 1,
        links: 2,
      });
      const again = await erase();
      expect(again.counts).toEqual({
        ...erased.counts,
        words: 0,
        proposals: 0,
        seconds: 0,
        reviews: 0,
        credits: 0,
        recordings: 0,
        links: 0,
      });
    });

    it("leaves what she labelled and what she earned, to the letter, and everything of everybody else", async () => {
      const kept = [...before].filter(([at]) => !whereNamed(new Map([[at, before.get(at)!]]), MARK).length);
      expect(kept.filter(([at]) => at.includes(`#B#0001#${nehma.personId}`))).toHaveLength(3);
      expect(kept.filter(([at]) => at.includes(`PAY#${nehma.personId}`))).toHaveLength(3);
      const changed = kept.filter(([at, content]) => after.get(at) !== content).map(([at]) => at);
      expect(changed).toEqual([`main_table AN#${nehma.personId} MB#${project.projectId}`]);
    });

    it("has words that say that they were withdrawn, and proposals that wait for nobody", async () => {
      const { words } = await world.call(endpoints.getThread, getThread, {
        as: vendor(),
        path: { ...path(), threadId },
      });
      expect((words as ThreadShape["words"]).map(({ text, voice, hidden }) => [text, voice, hidden?.by])).toEqual([
        [undefined, undefined, "author"],
        ["I saw it too", undefined, undefined],
        [undefined, undefined, "author"],
      ]);
      const { proposals } = await world.call(endpoints.listProposals, listProposals, { as: vendor(), path: path() });
      expect(proposals.map(({ standing }) => standing.state)).toEqual(["withdrawn", "open"]);
      const proposalId = proposals[1]?.proposalId ?? "";
      const at = { ...path(), proposalId };
      const { seconds } = await world.call(endpoints.getProposal, getProposal, { as: vendor(), path: at });
      expect(seconds?.map(({ note, voice }) => [note, voice])).toEqual([[undefined, undefined]]);
    });
  });

  describe("whatever happens", () => {
    beforeEach(build);
    afterEach(() => world.close());

    it("cannot come back under her id by a token that still lives", async () => {
      const { secret } = await world.call(endpoints.inviteVendor, inviteVendor, {
        as: world.person("olga", "operator"),
        body: {},
      });
      await erase();
      const body = { name: `Nehma ${MARK}`, language: "hi" };
      expect((await world.ask(endpoints.updateMe, updateMe, { as: nehma, body })).status).toBe(401);
      expect((await world.ask(endpoints.joinProject, joinProject, { as: nehma, path: { secret } })).status).toBe(401);
      const spoken = { wordId: world.deps.newId(), text: MARK, language: "hi" };
      const sent = { as: nehma, path: { ...path(), threadId }, body: spoken };
      expect((await world.ask(endpoints.replyInThread, replyInThread, sent)).status).toBe(404);
      expect(await named()).toEqual([]);
    });

    it(
      "is erased whole however often it is cut off, by asking again or by the ledger",
      async () => {
        let runs = 0;
        let finished = false;
        while (!finished) {
          runs += 1;
          const cut = cutAfter(world.deps, runs > 6 ? 12 : runs, runs % 2 === 0 ? "before" : "after");
          finished = await (runs % 3 === 0 ? replayErasures(cut, erasures(cut)) : erase(cut)).then(
            () => true,
            (error: Error) => {
              if (error.message !== "cut") throw error;
              return false;
            },
          );
        }
        expect(runs).toBeGreaterThan(5);
        expect(await named()).toEqual([]);
        expect(await replayErasures(world.deps, ledger())).toEqual([]);
      },
      LONG_MS,
    );

    it("is known as the only vendor of a project, which nobody could run without her", async () => {
      expect(await soleVendorOf(world.deps, nehma.personId)).toEqual([]);
      expect(await soleVendorOf(world.deps, vendor().personId)).toEqual([project.projectId]);
      await memberships(world.deps).join(memberOf(project.projectId, world.person("another"), "vendor"));
      expect(await soleVendorOf(world.deps, vendor().personId)).toEqual([]);
    });

    it("is erased again after a restore, and nobody else is", async () => {
      const { MAIN_TABLE, PEOPLE_TABLE } = world.deps.config;
      const backup = await Promise.all([MAIN_TABLE, PEOPLE_TABLE].map((name) => rowsOf(world.deps, name)));
      await erase();
      await putRows(world.deps, MAIN_TABLE, backup[0]!);
      await putRows(world.deps, PEOPLE_TABLE, backup[1]!);
      expect((await named()).length).toBeGreaterThan(5);
      expect(await replayErasures(world.deps, ledger())).toEqual([nehma.personId]);
      expect(await named()).toEqual([]);
      expect(await replayErasures(world.deps, ledger())).toEqual([]);
      expect(whereNamed(await everythingIn(world.deps), "asha").length).toBeGreaterThan(2);
    });
  });
});

const READS = /^(Get|BatchGet|Query|Scan|List|Head|AdminGet)/;

const nameOf = (command: object): string => command.constructor.name;

/** Dies at its so-manieth write: before it is made, or after it without hearing the answer. */
const cutAfter = (deps: Deps, writes: number, when: "before" | "after"): Deps => {
  let left = writes;
  const counted = <Client extends { send: (...given: never[]) => unknown }>(client: Client): Client => {
    const send = async (command: never): Promise<unknown> => {
      if (left === 0) throw new Error("cut");
      if (!READS.test(nameOf(command))) left -= 1;
      if (left === 0 && when === "before") throw new Error("cut");
      const answer = await client.send(command);
      if (left === 0) throw new Error("cut");
      return answer;
    };
    return Object.assign(Object.create(client), { send });
  };
  return { ...deps, table: counted(deps.table), bucket: counted(deps.bucket), signIn: counted(deps.signIn) };
};
