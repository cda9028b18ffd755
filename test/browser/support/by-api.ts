import type { BodyOf } from "../../../lambdas/endpoints.ts";
import { type Api, eventually, signInAs, upload } from "../../support/api.ts";
import { aLabel } from "../../support/project-body.ts";
import type { World } from "./world.ts";

export interface FileToPut {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface OpenProject {
  readonly projectId: string;
  readonly vendor: Api;
}

/**
 * A project that is open, with its files taken in and one annotator of the demonstration in it: for tests of what comes
 * after that.
 */
export const openProject = async (
  world: World,
  given: Pick<BodyOf<"createProject">, "media" | "title"> & Partial<BodyOf<"createProject">>,
  files: readonly FileToPut[],
  itemsWanted: number,
): Promise<OpenProject> => {
  const { addresses } = world.server();
  const [vendor, annotator] = [await signInAs(addresses, "vendor"), await signInAs(addresses, "annotator")];
  const { projectId } = await vendor.call("createProject", {
    body: {
      askedBy: "Forest Research Trust",
      purpose: { en: "To tell pests from insects that do no harm." },
      instructions: { en: "Choose the one label that is right." },
      overlap: { min: 1, max: 1 },
      pay: { kind: "unpaid" },
      ontology: { tools: ["class"], labels: [aLabel("pest", "#d55e00"), aLabel("no_pest", "#009e73")] },
      ...given,
    },
  });
  for (const { name, bytes, contentType } of files) await upload(vendor, projectId, name, bytes, contentType);
  await eventually(`${itemsWanted} items to label`, async () => {
    const { items } = await vendor.call("listItems", { path: { projectId }, query: { limit: 50 } });
    const rejected = items.find(({ state }) => state === "rejected");
    if (rejected) throw new Error(`${rejected.name}: ${rejected.rejection?.message}`);
    return items.length === itemsWanted ? items : undefined;
  });
  const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
  await annotator.call("joinProject", { path: { secret }, body: undefined });
  await vendor.call("changeProjectState", { path: { projectId }, body: { to: "open" } });
  return { projectId, vendor };
};
