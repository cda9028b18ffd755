import type { Deps } from "../../../lambdas/deps.ts";
import { type Api, eventually, upload } from "../../support/api.ts";
import type { OwnServer } from "../../support/own-server.ts";
import { pictureWithOrientation } from "../../support/pictures.ts";
import * as seldom from "./seldom.ts";

/** More than a row holds. */
export const manyBoxes = () => ({
  classes: ["pest"],
  shapes: Array.from({ length: 200 }, (_, at) => ({
    ...{ type: "box" as const, id: `box-${at}`, label: "pest" },
    ...{ x: at, y: at, width: 9, height: 9 },
  })),
});

interface Given {
  readonly server: OwnServer;
  readonly behind: Deps;
  readonly vendor: Api;
  /** Two who have not worked here. */
  readonly others: readonly [Api, Api];
  /** Whose items have a large answer. */
  readonly work: ReturnType<typeof seldom.handed>;
}

const packet = (by: Api, projectId: string) =>
  eventually("an assignment", async () => {
    const given = await by.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });

/** The same for all of them: no box beside those of the large answer. */
const answerAll = async (by: Api, projectId: string): Promise<void> => {
  const { assignmentId, items } = await packet(by, projectId);
  const answers = items.map(({ itemId }) => ({
    itemId,
    submissionId: crypto.randomUUID(),
    answer: { kind: "labelled" as const, value: { classes: ["pest"], shapes: [] } },
  }));
  await by.call("submit", { path: { projectId }, body: { assignmentId, answers } });
};

/** Skills are learned, decisions go by them, and what was cut is decided again by whoever comes upon it. */
export const workByWhatIsLearned = async ({ server, behind, vendor, others, work }: Given): Promise<void> => {
  const { projectId } = work;
  const path = { projectId };
  const [one, two] = others;
  await seldom.manyAnswers(behind, projectId);
  await server.tick("Learn");
  for (const other of others) {
    const { secret } = await vendor.call("invite", { path, body: { roles: ["annotator"] } });
    await other.call("joinProject", { path: { secret } });
  }
  const { assignmentId } = await packet(two, projectId);
  await two.call("release", { path: { projectId, assignmentId }, body: {} });
  await answerAll(one, projectId);
  await answerAll(two, projectId);
  const decided = (by: string) =>
    eventually(`${by} to decide`, async () => {
      const { items } = await vendor.call("listItems", { path, query: {} });
      const open = items.filter(({ state }) => state === "open");
      return open.length === 0 ? items.filter(({ state }) => state !== "rejected" && state !== "replaced") : undefined;
    });
  for (const { itemId } of await decided("the retry queue"))
    await vendor.call("getItem", { path: { projectId, itemId } });
  await seldom.retryAgain(behind, work);
  await decided("the retry queue again");
  for (const [name, cut] of [
    ["Reconcile", seldom.cutSubmit],
    ["Learn", seldom.forgetDecisions],
  ] as const) {
    await cut(behind, work);
    await server.tick(name);
    await decided(name);
  }
  await upload(vendor, projectId, "later.jpg", await pictureWithOrientation(3), "image/jpeg");
  const later = await eventually("one more item", async () => {
    const { items } = await vendor.call("listItems", { path, query: {} });
    return items.find(({ name }) => name.endsWith("later.jpg"));
  });
  await seldom.unseenReview(behind, work, later.itemId, JSON.stringify({ kind: "labelled", value: manyBoxes() }));
  await server.tick("Scrub");
  await decided("scrub");
  await vendor.call("listItems", { path, query: { state: "contested" } });
};
