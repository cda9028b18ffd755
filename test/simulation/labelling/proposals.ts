import type { AnnotatorId, LabelId } from "../../../core/ids.ts";
import type { OntologyChange } from "../../../core/ontology-change/operations.ts";
import { decideProposal } from "../../../lambdas/decide-proposal.ts";
import { endpoints } from "../../../lambdas/endpoints.ts";
import { getPlan } from "../../../lambdas/get-plan.ts";
import { planProposal } from "../../../lambdas/plan-proposal.ts";
import { propose } from "../../../lambdas/propose.ts";
import { secondProposal } from "../../../lambdas/second-proposal.ts";
import { type Play, VENDOR } from "./play.ts";

/** Says that a label is missing, or seconds who has said so. */
export const maybePropose = async (play: Play, personId: AnnotatorId, itemId: string | undefined): Promise<void> => {
  const { world, proposals } = play;
  if (itemId === undefined) return;
  const [before] = proposals;
  if (before !== undefined && world.steps.chance(0.8)) {
    const sent = { path: { proposalId: before }, body: { example: { itemId } } };
    await world.call("second-proposal", endpoints.secondProposal, secondProposal, personId, sent);
    return;
  }
  const proposalId = world.deps.newId();
  const body = {
    proposalId,
    kind: "add",
    labels: ["pest"],
    names: { en: "Eats rotten leaf only" },
    language: "en",
    example: { itemId },
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await world.call("propose", endpoints.propose, propose, personId, { body });
    if (answer.state === "answered") proposals.push(proposalId);
    if (answer.state !== "lost") return;
  }
};

/** In the first half of the world somebody who has answered says so, early enough for it to be accepted. */
export const proposeEarly = async (play: Play): Promise<void> => {
  const { steps } = play.world;
  await steps.sleep(15_000 + 45_000 * steps.random());
  if (play.isClosing || play.acknowledged.length === 0) return;
  const { personId, itemId } = steps.pick(play.acknowledged);
  await maybePropose(play, personId, itemId);
};

const addRotten = (number: number): OntologyChange => ({
  kind: "add",
  label: {
    id: `rotten_${number}` as LabelId,
    names: { en: "Eats rotten leaf only" },
    definition: { en: "Leaves the plant alone." },
    colour: "#0072b2",
  },
  nearest: "pest" as LabelId,
});

/** The vendor looks at what a proposal would change, and accepts it: a new version of the ontology, and rounds. */
export const acceptProposal = async (play: Play): Promise<void> => {
  const { world, counts } = play;
  const proposalId = play.proposals.shift();
  if (proposalId === undefined) return;
  const path = { proposalId };
  const asked = { path, body: { changes: [addRotten(++counts.plans)] } };
  const planned = await world.call("plan-proposal", endpoints.planProposal, planProposal, VENDOR, asked);
  if (planned.state !== "answered") return void play.proposals.push(proposalId);
  const { planId } = planned.value;
  // Often it is looked through in peace: under faults it is hardly ever ready before the world ends.
  if (world.steps.chance(0.6)) world.faults.spare(["relabel", "get-plan"]);
  for (let looks = 0; looks < 20; looks++) {
    await world.steps.sleep(5_000);
    const plan = await world.call("get-plan", endpoints.getPlan, getPlan, VENDOR, { path: { planId } });
    if (plan.state === "answered" && plan.value.state !== "looking") break;
  }
  world.faults.spare([]);
  const scope = world.steps.chance(0.5) ? { kind: "all" } : { kind: "sample", items: 3 };
  for (let attempt = 0; attempt < 8; attempt++) {
    const body = { outcome: "accept", planId, scope, reason: "You are right." };
    const answer = await world.call("decide-proposal", endpoints.decideProposal, decideProposal, VENDOR, {
      path,
      body,
    });
    if (answer.state !== "lost") return;
    await world.steps.sleep(2_000);
  }
};
