import { PRIORITY } from "../../../core/item.ts";
import { changePriority } from "../../../lambdas/change-priority.ts";
import { changeProjectState } from "../../../lambdas/change-project-state.ts";
import { endpoints } from "../../../lambdas/endpoints.ts";
import { markGold } from "../../../lambdas/mark-gold.ts";
import { reopenItem } from "../../../lambdas/reopen-item.ts";
import { reviewItem } from "../../../lambdas/review-item.ts";
import { startExport } from "../../../lambdas/start-export.ts";
import { items } from "../../../lambdas/store/items.ts";
import { memberships } from "../../../lambdas/store/memberships.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { updateProject } from "../../../lambdas/update-project.ts";
import { anAnswer, type Play, REVIEWER, VENDOR } from "./play.ts";
import { acceptProposal } from "./proposals.ts";

/** Who runs the project, and settles what is contested: now this, now that. */
export const runProject = async (play: Play): Promise<void> => {
  const { steps } = play.world;
  const deeds: readonly (readonly [share: number, deed: (play: Play) => Promise<void>])[] = [
    [0.22, review],
    [0.22, reopen],
    [0.08, pauseAndOpen],
    [0.08, reprioritise],
    [0.07, changePay],
    [0.05, leaveAndComeBack],
    [0.2, acceptProposal],
    [0.08, askForExport],
  ];
  while (!play.isClosing) {
    await steps.sleep(16_000 * steps.random());
    if (play.isClosing) return;
    if (play.proposals.length > 0 && steps.chance(0.6)) {
      await acceptProposal(play);
      continue;
    }
    let left = steps.random();
    for (const [share, deed] of deeds) {
      left -= share;
      if (left >= 0) continue;
      await deed(play);
      break;
    }
  }
};

const anItem = async ({ world, itemIds }: Play) => items(world.deps).find(world.projectId, world.steps.pick(itemIds));

const reopen = async (play: Play): Promise<void> => {
  const header = await anItem(play);
  if (!header || header.state === "open") return;
  const sent = { path: { itemId: header.itemId }, body: { round: header.round, reason: "look again" } };
  const answer = await play.world.call("reopen-item", endpoints.reopenItem, reopenItem, REVIEWER, sent);
  if (answer.state === "answered") play.counts.reopened += 1;
};

/** What is settled is learned from; now and then it is handed out unseen as well, or no more. */
const review = async (play: Play): Promise<void> => {
  const header = await anItem(play);
  if (!header) return;
  const decision = anAnswer(play, header.itemId, ["pest", "harmless"]);
  const sent = { path: { itemId: header.itemId }, body: { round: header.round, decision } };
  const answer = await play.world.call("review-item", endpoints.reviewItem, reviewItem, REVIEWER, sent);
  if (answer.state === "answered") play.counts.reviews += 1;
  if (!play.world.steps.chance(0.7)) return;
  const gold = { path: { itemId: header.itemId }, body: { gold: play.world.steps.chance(0.85) } };
  await play.world.call("mark-gold", endpoints.markGold, markGold, VENDOR, gold);
};

export const changeState = (play: Play, to: "open" | "paused" | "closed") =>
  play.world.call("change-project-state", endpoints.changeProjectState, changeProjectState, VENDOR, { body: { to } });

const pauseAndOpen = async (play: Play): Promise<void> => {
  await changeState(play, "paused");
  await play.world.steps.sleep(20_000 * play.world.steps.random());
  for (let attempt = 0; attempt < 3; attempt++) {
    if ((await changeState(play, "open")).state === "answered") return;
    await play.world.steps.sleep(2_000);
  }
};

const reprioritise = async ({ world, itemIds }: Play): Promise<void> => {
  const sent = {
    path: { itemId: world.steps.pick(itemIds) },
    body: { priority: Math.floor(world.steps.random() * (PRIORITY.last + 1)) },
  };
  await world.call("change-priority", endpoints.changePriority, changePriority, VENDOR, sent);
};

/** From now on: what was promised with an assignment stays promised. */
const changePay = async ({ world }: Play): Promise<void> => {
  const project = await projects(world.deps).find(world.projectId);
  const amountMicros = 100_000 * (1 + Math.floor(world.steps.random() * 9));
  const body = { ver: project?.ver, pay: { kind: "paid", amountMicros, currency: "INR" } };
  await world.call("update-project", endpoints.updateProject, updateProject, VENDOR, { body });
};

const leaveAndComeBack = async ({ world, people }: Play): Promise<void> => {
  const personId = people.at(-1);
  if (!personId) return;
  const roles = ["annotator"] as const;
  await memberships(world.deps).change(personId, world.projectId, { roles, state: "left" });
  await world.steps.sleep(60_000 * world.steps.random());
  await memberships(world.deps).change(personId, world.projectId, { roles, state: "active" });
};

const askForExport = async (play: Play): Promise<void> => {
  if (play.exports.length >= 2) return;
  const body = { formats: ["jsonl", "csv"] };
  const answer = await play.world.call("start-export", endpoints.startExport, startExport, VENDOR, { body });
  if (answer.state === "answered") play.exports.push(answer.value.exportId);
};
