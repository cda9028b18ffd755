import { afterEach, describe, expect, it } from "vitest";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { markGold } from "../../lambdas/mark-gold.ts";
import { release } from "../../lambdas/release.ts";
import { reviewItem } from "../../lambdas/review-item.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { items } from "../../lambdas/store/items.ts";
import { submit } from "../../lambdas/submit.ts";
import {
  annotatorOf,
  callAs,
  HARMLESS,
  handIn,
  haveItems,
  haveMember,
  haveProject,
  labelled,
  newSubmissionId,
  PEST,
  requestOf,
  takePacket,
} from "../support/labelling.ts";
import { puppet } from "../support/puppet.ts";
import { openStores, type Stores } from "../support/stores.ts";
import { brokenPromises } from "./labelling/promises.ts";

const HER: AnnotatorId = annotatorOf(1);

/** She holds an item and another that is gold. */
interface Scene {
  readonly stores: Stores;
  readonly project: Project;
  readonly assignmentId: string;
  readonly gold: ItemId;
  readonly itemIds: readonly ItemId[];
}
type Handler = (deps: Deps) => Promise<unknown>;

let open: Stores | undefined;
afterEach(() => open?.close());

const aScene = async (): Promise<Scene> => {
  await open?.close();
  const stores = await openStores({ quick: true });
  open = stores;
  const project = await haveProject(stores.deps, { overlap: { min: 1, max: 1 }, packetItems: 2, leaseMs: 60_000 });
  const vendor = await haveMember(stores.deps, project, 9, ["vendor", "reviewer"]);
  await haveMember(stores.deps, project, 1);
  const itemIds = await haveItems(stores.deps, project, 4);
  const [gold] = itemIds as [ItemId];
  const path = { projectId: project.projectId, itemId: gold };
  const decision = { kind: "labelled" as const, value: { classes: [PEST] } };
  await callAs("reviewItem", reviewItem, stores.deps, vendor, { path, body: { round: 1, decision } });
  await callAs("markGold", markGold, stores.deps, vendor, { path, body: { gold: true } });
  // By chance it is always due.
  const packet = await takePacket({ ...stores.deps, random: () => 0 }, project, HER);
  if (!packet?.items.some(({ itemId }) => itemId === gold)) throw new Error("no gold was handed out");
  return { stores, project, assignmentId: packet.assignmentId, gold, itemIds };
};

const says =
  ({ project, assignmentId, gold }: Scene, replaces?: number): Handler =>
  (deps) => {
    const given = { itemId: gold, submissionId: newSubmissionId(), answer: labelled(HARMLESS) };
    const body = { assignmentId, answers: [{ ...given, ...(replaces && { replaces }) }] };
    return submit(deps, requestOf(HER, { path: { projectId: project.projectId }, body }));
  };
const said = ({ stores, project, assignmentId, gold }: Scene) =>
  handIn(stores.deps, project, HER, assignmentId, [{ itemId: gold, answer: labelled(PEST) }]);
const reconciles: Handler = (deps) => reconcileLeases(deps, Number.POSITIVE_INFINITY);
const leaseEnds = async ({ stores }: Scene): Promise<void> => {
  stores.pass(10 * 60_000);
};
const gone = async (scene: Scene): Promise<void> => {
  await leaseEnds(scene);
  await reconciles(scene.stores.deps);
};

const CUTS: Readonly<
  Record<string, { readonly before?: (scene: Scene) => Promise<unknown>; readonly cut: (scene: Scene) => Handler }>
> = {
  "an answer to gold": { cut: (scene) => says(scene) },
  "an answer to gold whose lease was reconciled": { before: gone, cut: (scene) => says(scene) },
  "a correction of it": { before: said, cut: (scene) => says(scene, 1) },
  "a release with gold in it": {
    before: said,
    cut: ({ project, assignmentId }) => {
      const path = { projectId: project.projectId, assignmentId };
      return (deps) => release(deps, requestOf(HER, { path, body: {} }));
    },
  },
  "handing it out": {
    before: gone,
    cut:
      ({ project }) =>
      (deps) =>
        assign(deps, requestOf(HER, { path: { projectId: project.projectId }, body: {} })),
  },
  "a reconciliation of it": {
    before: async (scene) => [await said(scene), await leaseEnds(scene)],
    cut: () => reconciles,
  },
};

describe("gold: whatever is cut, at whichever call, comes right once its lease has ended", () => {
  it.each(Object.entries(CUTS))(
    "%s",
    async (_, { before, cut }) => {
      const broken: string[] = [];
      for (let stopAt = 0; ; stopAt++) {
        const scene = await aScene();
        const { stores, project, gold, itemIds } = scene;
        const asItWas = await items(stores.deps).find(project.projectId, gold);
        await before?.(scene);
        const handler = puppet(stores, cut(scene));
        await handler.step(stopAt);
        for (let round = 0; round < 2; round++) {
          stores.pass(10 * 60_000);
          await reconciles(stores.deps);
        }
        const atRest = await brokenPromises(stores.deps, project, [], { people: [HER], itemIds });
        broken.push(...atRest.broken.map((what) => `cut after ${stopAt} calls: ${what}`));
        expect(await items(stores.deps).find(project.projectId, gold), "the item knows nothing of it").toEqual(asItWas);
        if (!handler.isOver()) continue;
        expect(broken).toEqual([]);
        expect(stopAt).toBeGreaterThan(4);
        return;
      }
    },
    120_000,
  );
});
