import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { release } from "../../lambdas/release.ts";
import { reconcileLeases } from "../../lambdas/steps/reconcile-leases.ts";
import { submit } from "../../lambdas/submit.ts";
import {
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
import { type Puppet, puppet } from "../support/puppet.ts";
import { openStores, type Stores } from "../support/stores.ts";
import { brokenPromises } from "./labelling/promises.ts";

/** Two annotators who hold the same two items, in a project that wants two answers and may ask for a third. */
interface Scene {
  readonly stores: Stores;
  readonly project: Project;
  readonly people: readonly [AnnotatorId, AnnotatorId];
  readonly packets: readonly [string, string];
  readonly itemIds: readonly [ItemId, ItemId];
}
type Handler = (deps: Deps) => Promise<unknown>;

let open: Stores | undefined;
afterEach(() => open?.close());

const aScene = async (): Promise<Scene> => {
  await open?.close();
  const stores = await openStores({ quick: true });
  open = stores;
  const project = await haveProject(stores.deps, { overlap: { min: 2, max: 3 }, packetItems: 2, leaseMs: 60_000 });
  const people = [await haveMember(stores.deps, project, 1), await haveMember(stores.deps, project, 2)] as const;
  const [first, second] = await haveItems(stores.deps, project, 2);
  const packets = [
    await takePacket(stores.deps, project, people[0]),
    await takePacket(stores.deps, project, people[1]),
  ];
  return {
    stores,
    project,
    people,
    packets: [packets[0]!.assignmentId, packets[1]!.assignmentId],
    itemIds: [first!, second!],
  };
};

const answers = (
  { project, people, packets, itemIds }: Scene,
  person: 0 | 1,
  item: 0 | 1,
  answer: Answer = labelled(PEST),
  replaces?: number,
): Handler => {
  const given = { itemId: itemIds[item], submissionId: newSubmissionId(), answer, ...(replaces && { replaces }) };
  const body = { assignmentId: packets[person], answers: [given] };
  return (deps) => submit(deps, requestOf(people[person], { path: { projectId: project.projectId }, body }));
};
const givesBack = ({ project, people, packets }: Scene, person: 0 | 1): Handler => {
  const path = { projectId: project.projectId, assignmentId: packets[person] };
  return (deps) => release(deps, requestOf(people[person], { path, body: {} }));
};
const asks = ({ project, people }: Scene, person: 0 | 1): Handler => {
  return (deps) => assign(deps, requestOf(people[person], { path: { projectId: project.projectId }, body: {} }));
};
const reconciles: Handler = (deps) => reconcileLeases(deps, Number.POSITIVE_INFINITY);
const has = async ({ stores, project, people, packets, itemIds }: Scene, person: 0 | 1, item: 0 | 1, answer?: Answer) =>
  handIn(stores.deps, project, people[person], packets[person], [
    { itemId: itemIds[item], answer: answer ?? labelled(PEST) },
  ]);

/** Everybody stops; leases end and are reconciled; then nothing may be amiss. */
const atRest = async ({ stores, project, people, itemIds }: Scene): Promise<readonly string[]> => {
  for (let round = 0; round < 2; round++) {
    stores.pass(10 * 60_000);
    await reconciles(stores.deps);
  }
  return (await brokenPromises(stores.deps, project, [], { people, itemIds })).broken;
};

/** What has happened before, what is cut, and what comes between its calls. */
interface Cut {
  readonly before?: (scene: Scene) => Promise<unknown>;
  readonly cut: (scene: Scene) => Handler;
  readonly between?: (scene: Scene) => Handler;
  /** What comes between dies too, once it has written so often. */
  readonly betweenWrites?: number;
}

const gone = async ({ stores }: Scene): Promise<void> => {
  stores.pass(10 * 60_000);
  await reconciles(stores.deps);
};

const CUTS: Readonly<Record<string, Cut>> = {
  "an answer": { cut: (scene) => answers(scene, 0, 0) },
  "the answer that decides": { before: (scene) => has(scene, 1, 0), cut: (scene) => answers(scene, 0, 0) },
  "the last answer of a packet": { before: (scene) => has(scene, 0, 1), cut: (scene) => answers(scene, 0, 0) },
  "an answer after its lease was reconciled": { before: gone, cut: (scene) => answers(scene, 0, 0) },
  "a correction": { before: (scene) => has(scene, 0, 0), cut: (scene) => answers(scene, 0, 0, labelled(HARMLESS), 1) },
  "a correction in a closed assignment": {
    before: async (scene) => [await has(scene, 0, 0), await has(scene, 0, 1), await has(scene, 1, 0)],
    cut: (scene) => answers(scene, 0, 0, labelled(HARMLESS), 1),
  },
  "a release": { before: (scene) => has(scene, 0, 0), cut: (scene) => givesBack(scene, 0) },
  "handing out": { before: gone, cut: (scene) => asks(scene, 0) },
  "a reconciliation": {
    before: async (scene) => [await has(scene, 0, 0), scene.stores.pass(10 * 60_000)],
    cut: () => reconciles,
  },
  "a correction, while the packet's last answer comes in": {
    // The other's packet is closed: its lease would have reconcile look at the item too.
    before: async (scene) => [await has(scene, 0, 0), await has(scene, 1, 0), await has(scene, 1, 1)],
    cut: (scene) => answers(scene, 0, 0, labelled(HARMLESS), 1),
    between: (scene) => answers(scene, 0, 1),
  },
  "the packet's last answer, while a correction is written and then dies": {
    before: async (scene) => [await has(scene, 0, 0), await has(scene, 1, 0), await has(scene, 1, 1)],
    cut: (scene) => answers(scene, 0, 1),
    between: (scene) => answers(scene, 0, 0, labelled(HARMLESS), 1),
    betweenWrites: 2,
  },
  "an answer, while its packet is given back": {
    cut: (scene) => answers(scene, 0, 0),
    between: (scene) => givesBack(scene, 0),
  },
  "a release, while an answer comes in": {
    cut: (scene) => givesBack(scene, 0),
    between: (scene) => answers(scene, 0, 0),
  },
  "an answer, while another's comes in": {
    cut: (scene) => answers(scene, 0, 0),
    between: (scene) => answers(scene, 1, 0, labelled(HARMLESS)),
  },
  "two corrections that change something only together": {
    before: async (scene) => {
      await has(scene, 0, 0);
      await has(scene, 0, 1);
      await has(scene, 1, 0, labelled(HARMLESS));
      await has(scene, 1, 1);
    },
    cut: (scene) => answers(scene, 0, 0, { kind: "none_fit" }, 1),
    between: (scene) => answers(scene, 1, 0, { kind: "none_fit" }, 1),
  },
  "two corrections that cancel out": {
    before: async (scene) => [await has(scene, 0, 0), await has(scene, 1, 0, labelled(HARMLESS))],
    cut: (scene) => answers(scene, 0, 0, labelled(HARMLESS), 1),
    between: (scene) => answers(scene, 1, 0, labelled(PEST), 1),
  },
  "handing out, while the other asks too": {
    before: gone,
    cut: (scene) => asks(scene, 0),
    between: (scene) => asks(scene, 1),
  },
};

describe("whatever is cut, at whichever call, comes right once its lease has ended", () => {
  it.each(Object.entries(CUTS))(
    "%s",
    async (_, { before, cut, between, betweenWrites = Number.POSITIVE_INFINITY }) => {
      const broken: string[] = [];
      let points = 0;
      const try_ = async (stopAt: number, goOn: number): Promise<Puppet> => {
        const scene = await aScene();
        await before?.(scene);
        const first = puppet(scene.stores, cut(scene));
        await first.step(stopAt);
        if (between) {
          await puppet(scene.stores, between(scene)).stepPast(betweenWrites);
          await first.stepPast(goOn);
        }
        // Left lying here: it never makes another call.
        broken.push(
          ...(await atRest(scene)).map(
            (what) => `cut after ${stopAt} calls${between ? ` and ${goOn} writes` : ""}: ${what}`,
          ),
        );
        points += 1;
        return first;
      };
      for (let stopAt = 0; ; stopAt++) {
        for (let goOn = 0; ; goOn++) {
          const first = await try_(stopAt, goOn);
          if (first.isOver() || !between) {
            if (goOn === 0 && first.isOver()) {
              expect(broken).toEqual([]);
              expect(points).toBeGreaterThan(5);
              return;
            }
            break;
          }
        }
      }
    },
    120_000,
  );
});
