import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { answerProposal } from "../../lambdas/answer-proposal.ts";
import { decideProposal } from "../../lambdas/decide-proposal.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getCredit } from "../../lambdas/get-credit.ts";
import { getPlan } from "../../lambdas/get-plan.ts";
import { getProposal } from "../../lambdas/get-proposal.ts";
import { listProposals } from "../../lambdas/list-proposals.ts";
import { planProposal } from "../../lambdas/plan-proposal.ts";
import { propose } from "../../lambdas/propose.ts";
import { relabelRest } from "../../lambdas/relabel-rest.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { setCredit } from "../../lambdas/set-credit.ts";
import { startVoice } from "../../lambdas/start-voice.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { people } from "../../lambdas/store/people.ts";
import { withdrawProposal } from "../../lambdas/withdraw-proposal.ts";
import { annotatorOf, HARMLESS, labelled, PEST } from "../support/labelling.ts";
import {
  acceptBody,
  addRotten,
  CLIENT,
  openProposalWorld,
  type ProposalWorld,
  REVIEWER,
  VENDOR,
} from "../support/proposal-world.ts";

const [NEHMA, ASHA, BINDU, _CHAMPA, LEFT] = [0, 1, 2, 3, 4].map(annotatorOf) as [
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
  AnnotatorId,
];
const STRANGER = annotatorOf(70);

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
describe("who may do what about proposals", () => {
  const WHO = { VENDOR, REVIEWER, NEHMA, ASHA, CLIENT, STRANGER, LEFT } as const;
  type Status = readonly [
    vendor: number,
    reviewer: number,
    author: number,
    other: number,
    client: number,
    stranger: number,
    left: number,
  ];
  const verbs: readonly (readonly [
    string,
    Status,
    (by: AnnotatorId, ids: { proposalId: string; planId: string }) => Promise<{ status: number }>,
  ])[] = [
    [
      "startVoice",
      [200, 200, 200, 200, 403, 404, 404],
      (by) => world.ask(endpoints.startVoice, startVoice, by, { body: { contentType: "audio/webm", sizeBytes: 9 } }),
    ],
    [
      "propose",
      [403, 403, 200, 200, 403, 404, 404],
      (by) =>
        world.ask(endpoints.propose, propose, by, {
          body: {
            proposalId: world.deps.newId(),
            kind: "add",
            labels: [],
            names: { hi: "क" },
            language: "hi",
            example: { itemId: world.itemIds[0] },
          },
        }),
    ],
    [
      "listProposals",
      [200, 200, 200, 200, 403, 404, 404],
      (by) => world.ask(endpoints.listProposals, listProposals, by),
    ],
    [
      "getProposal",
      [200, 200, 200, 200, 403, 404, 404],
      (by, path) => world.ask(endpoints.getProposal, getProposal, by, { path }),
    ],
    [
      "secondProposal",
      [403, 403, 409, 200, 403, 404, 404],
      (by, path) => world.ask(endpoints.secondProposal, secondProposal, by, { path, body: {} }),
    ],
    [
      "answerProposal",
      [403, 403, 200, 403, 403, 404, 404],
      (by, path) =>
        world.ask(endpoints.answerProposal, answerProposal, by, {
          path,
          body: { wordId: world.deps.newId(), text: "Yes" },
        }),
    ],
    [
      "withdrawProposal",
      [403, 403, 200, 403, 403, 404, 404],
      (by, path) => world.ask(endpoints.withdrawProposal, withdrawProposal, by, { path }),
    ],
    [
      "planProposal",
      [200, 403, 403, 403, 403, 404, 404],
      (by, path) => world.ask(endpoints.planProposal, planProposal, by, { path, body: { changes: [addRotten()] } }),
    ],
    ["getPlan", [200, 403, 403, 403, 403, 404, 404], (by, path) => world.ask(endpoints.getPlan, getPlan, by, { path })],
    [
      "decideProposal: decline",
      [200, 403, 403, 403, 403, 404, 404],
      (by, path) =>
        world.ask(endpoints.decideProposal, decideProposal, by, { path, body: { outcome: "decline", reason: "No." } }),
    ],
    [
      "decideProposal: ask",
      [200, 403, 403, 403, 403, 404, 404],
      (by, path) =>
        world.ask(endpoints.decideProposal, decideProposal, by, { path, body: { outcome: "ask", text: "Why?" } }),
    ],
    [
      "decideProposal: accept",
      [200, 403, 403, 403, 403, 404, 404],
      (by, path) => world.ask(endpoints.decideProposal, decideProposal, by, { path, body: acceptBody(path.planId) }),
    ],
    [
      "decideProposal: accept_instructions",
      [200, 403, 403, 403, 403, 404, 404],
      (by, path) =>
        world.ask(endpoints.decideProposal, decideProposal, by, {
          path,
          body: { outcome: "accept_instructions", ver: 1, text: { en: "Look at what it eats." }, reason: "Yes." },
        }),
    ],
    [
      "relabelRest",
      [409, 403, 403, 403, 403, 404, 404],
      (by, path) => world.ask(endpoints.relabelRest, relabelRest, by, { path }),
    ],
    ["getCredit", [403, 403, 200, 200, 403, 404, 404], (by) => world.ask(endpoints.getCredit, getCredit, by)],
    [
      "setCredit",
      [403, 403, 200, 200, 403, 404, 404],
      (by) => world.ask(endpoints.setCredit, setCredit, by, { body: { form: "none" } }),
    ],
  ];

  it.each(verbs)("%s", async (_, statuses, call) => {
    await world.label(LEFT, () => labelled(PEST));
    await memberships(world.deps).change(LEFT, world.project.projectId, { roles: ["annotator"], state: "left" });
    const got = [];
    for (const by of Object.values(WHO)) {
      const proposalId = await world.propose(NEHMA);
      const plan = await world.plan(proposalId, [{ kind: "rename", label: PEST, names: { en: `Pest ${got.length}` } }]);
      got.push((await call(by, { proposalId, planId: plan.planId })).status);
    }
    expect(got).toEqual(statuses);
  });
});

describe("names", () => {
  it("reach nobody through proposals unless they were chosen: no names, sign-in names, addresses nor ids", async () => {
    const secrets = [
      "Nehma Kujur",
      "nehma-signs-in",
      "nehma@example.org",
      "Asha Minz",
      "asha-signs-in",
      NEHMA,
      ASHA,
      BINDU,
      VENDOR,
    ];
    for (const [personId, name] of [
      [NEHMA, "Nehma Kujur"],
      [ASHA, "Asha Minz"],
    ] as const)
      await people(world.deps).put({
        personId,
        name,
        language: "hi",
        signInName: `${name.split(" ")[0]}-signs-in`,
      } as never);
    const proposalId = await world.propose(NEHMA);
    await world.second(ASHA, proposalId, { example: { itemId: world.itemIds[0] }, note: "I too" });
    await decide(proposalId, { outcome: "ask", text: "Always?" });
    const read = async (by: AnnotatorId) => {
      const texts = [
        await seen(by, proposalId),
        await world.call(endpoints.listProposals, listProposals, by),
        ...(by === VENDOR ? [await world.plan(proposalId, [addRotten()])] : []),
      ];
      return JSON.stringify(texts);
    };
    for (const reader of [VENDOR, REVIEWER, BINDU]) {
      const text = await read(reader);
      expect(secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    }
    await world.call(endpoints.setCredit, setCredit, NEHMA, {
      body: { form: "named", text: "Nehma of Pungi", language: "en" },
    });
    const named = await read(VENDOR);
    expect(named).toContain("Nehma of Pungi");
    expect(secrets.filter((secret) => named.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    await world.call(endpoints.setCredit, setCredit, NEHMA, { body: { form: "none" } });
    expect(await read(VENDOR)).not.toContain("Nehma");
  });

  it("are tags that hold within a project and tell nothing in another", async () => {
    const proposalId = await world.propose(NEHMA);
    const other = await world.propose(ASHA);
    const tags = [await seen(VENDOR, proposalId), await seen(BINDU, proposalId), await seen(VENDOR, other)];
    const [mine, same, hers] = tags.map(({ author }) => author.tag);
    expect([mine === same, mine === hers]).toEqual([true, false]);
    expect(mine).toMatch(/^[a-hjkmnp-z2-9]{5}$/);
    const elsewhereToo = await openProposalWorld({ items: 1, seed: 7, project: { projectId: "otherone" as never } });
    await elsewhereToo.label(NEHMA, () => labelled(PEST));
    const id = await elsewhereToo.propose(NEHMA);
    const there = await elsewhereToo.call(endpoints.getProposal, getProposal, VENDOR, { path: { proposalId: id } });
    await elsewhereToo.close();
    expect(there.author.tag).not.toBe(mine);
  });
});
