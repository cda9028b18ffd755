import type { BodyOf, ResponseOf } from "../../../lambdas/endpoints.ts";
import { type Api, apiOf, eventually, signIn, signInAs } from "../../support/api.ts";
import { pictureWithOrientation, TARGET } from "../../support/pictures.ts";
import { openProject } from "./by-api.ts";
import type { World } from "./world.ts";

/** What two people say of each picture. A new label beside "pest" concerns the first five. */
export const SAID = [
  ["pest", "pest"],
  ["pest", "no_pest"],
  ["pest", "no_pest"],
  ["none_fit", "none_fit"],
  ["no_pest", "none_fit"],
  ["no_pest", "no_pest"],
  ["no_pest", "no_pest"],
  ["no_pest", "no_pest"],
] as const;

type Proposed = Omit<BodyOf<"propose">, "example" | "language" | "labels"> & { readonly labels: readonly string[] };

export interface AnsweredProject {
  readonly projectId: string;
  readonly vendor: Api;
  /** The first two have answered everything; the others can but second. */
  readonly annotators: readonly [Api, Api, Api, Api];
  /** In the order of `SAID`. */
  readonly itemIds: readonly string[];
  /** With an example that has the target marked: picture `at`. */
  propose(by: Api, body: Proposed, at: number): Promise<ResponseOf<"propose">>;
  /** The round of each item, in the same order. */
  rounds(): Promise<readonly number[]>;
  /** Somebody new in a role of this project, with a sign-in of her own. */
  newcomer(signInName: string, role: "annotator" | "reviewer"): Promise<Api>;
}

/** How a newcomer signs in. */
export const NEWCOMER_PASSWORD = "forest-demo-9";

/** A paid project with two answers to each of its pictures, and four people who may propose and second. */
export const answeredProject = async (world: World): Promise<AnsweredProject> => {
  const { addresses } = world.server();
  const picture = await pictureWithOrientation(1);
  const files = SAID.map((_, at) => ({
    name: `leaf-${at}.jpg`,
    bytes: Buffer.concat([picture, Buffer.from([at])]),
    contentType: "image/jpeg",
  }));
  const title = { en: "Leaves", hi: "पत्तियाँ" };
  const pay = { kind: "paid", amountMicros: 1_500_000, currency: "INR" } as const;
  const overlap = { min: 2, max: 2 };
  const { projectId, vendor } = await openProject(world, { media: "image", title, pay, overlap }, files, SAID.length);
  const path = { projectId };
  const items = async () => (await vendor.call("listItems", { path, query: { limit: 50 } })).items;
  const there = await items();
  const itemIds = files.map(({ name }) => there.find((item) => item.name.endsWith(name))?.itemId ?? "");
  const invited = async (role: "annotator" | "reviewer") => vendor.call("invite", { path, body: { roles: [role] } });
  const [author, second, third] = await Promise.all([0, 1, 2].map((nth) => signInAs(addresses, "annotator", nth)));
  if (!author || !second || !third) throw new Error("the demonstration has three annotators");
  for (const api of [second, third]) {
    const { secret } = await invited("annotator");
    await api.call("joinProject", { path: { secret }, body: undefined });
  }
  const newcomer: AnsweredProject["newcomer"] = async (signInName, role) => {
    const { secret } = await invited(role);
    const body = { signInName, password: NEWCOMER_PASSWORD, name: signInName, language: "en" } as const;
    await apiOf(addresses).call("acceptInvitation", { path: { secret }, body });
    return signIn(addresses, signInName, NEWCOMER_PASSWORD);
  };
  for (const [nth, api] of [author, second].entries()) await answerAll(api, projectId, itemIds, nth);
  return {
    projectId,
    vendor,
    annotators: [author, second, third, await newcomer("phulmani", "annotator")],
    itemIds,
    propose: (by, body, at) => {
      const example = { itemId: itemIds[at] ?? "", region: TARGET };
      return by.call("propose", { path, body: { ...body, language: "hi", example } as never });
    },
    rounds: async () => {
      const now = await items();
      return itemIds.map((id) => now.find(({ itemId }) => itemId === id)?.round ?? 0);
    },
    newcomer,
  };
};

const answerAll = async (api: Api, projectId: string, itemIds: readonly string[], nth: number): Promise<void> => {
  const packet = await eventually("work", async () => {
    const given = await api.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });
  const answers = packet.items.map(({ itemId }) => {
    const said = SAID[itemIds.indexOf(itemId)]?.[nth];
    const answer = said === "none_fit" ? { kind: said } : { kind: "labelled", value: { classes: [said] } };
    return { itemId, submissionId: crypto.randomUUID(), answer: answer as never };
  });
  const { assignmentId } = packet;
  const { results } = await api.call("submit", { path: { projectId }, body: { assignmentId, answers } });
  const stored = results.filter(({ state }) => state !== "refused").length;
  if (stored !== SAID.length) throw new Error(`${stored} of ${SAID.length} answers were taken`);
};

/** A plan of these changes, once it has looked at every item. */
export const plannedFor = async (
  { vendor, projectId }: Pick<AnsweredProject, "vendor" | "projectId">,
  proposalId: string,
  changes: readonly unknown[],
): Promise<string> => {
  const { planId } = await vendor.call("planProposal", {
    path: { projectId, proposalId },
    body: { changes: changes as never },
  });
  return eventually("a plan", async () => {
    const { state } = await vendor.call("getPlan", { path: { projectId, planId } });
    return state === "ready" ? planId : undefined;
  });
};
