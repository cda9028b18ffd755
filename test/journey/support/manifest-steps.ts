import type { Deps } from "../../../lambdas/deps.ts";
import { type Api, eventually, upload } from "../../support/api.ts";
import type { OwnServer } from "../../support/own-server.ts";
import { aLabel, aProjectBody } from "../../support/project-body.ts";
import { endLease, handed } from "./seldom.ts";

/** So many that they are handed out by tickets. */
const TEXTS = 60;
const TYPE = "application/jsonl";

const jsonl = (lines: readonly object[]): Buffer =>
  Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

/** A manifest that names an object which is an item, and one that is not there. */
export const manifestOfObjects = async (behind: Deps, vendor: Api, projectId: string): Promise<void> => {
  const named = (name: string) => ({
    "source-ref": `s3://${behind.config.INGEST_BUCKET}/${projectId}/${name}`,
    by: "her",
  });
  await upload(vendor, projectId, "list.manifest", jsonl([named("one.jpg"), named("nowhere.jpg")]), TYPE);
  await eventually("the line that names nothing", async () => {
    const { items } = await vendor.call("listItems", { path: { projectId }, query: { state: "rejected" } });
    return items.length === 1 || undefined;
  });
};

/** A project of texts from a manifest, handed out by tickets; its assignment is taken up again after its end. */
export const textsByTicket = async (server: OwnServer, behind: Deps, vendor: Api, annotator: Api): Promise<void> => {
  const ontology = { tools: ["class" as const], labels: [aLabel("pest")] };
  const { projectId } = await vendor.call("createProject", { body: aProjectBody({ media: "text", ontology }) });
  const path = { projectId };
  const lines = Array.from({ length: TEXTS }, (_, at) => ({ source: `Leaf ${at}`, ...(at === 0 && { by: "her" }) }));
  await upload(vendor, projectId, "texts.jsonl", jsonl(lines), TYPE);
  const { secret } = await vendor.call("invite", { path, body: { roles: ["annotator"] } });
  await annotator.call("joinProject", { path: { secret } });
  await eventually("the texts", async () => {
    const { items } = await vendor.call("listItems", { path, query: { limit: 100 } });
    return items.length === TEXTS || undefined;
  });
  await vendor.call("changeProjectState", { path, body: { to: "open" } });
  await server.tick("Feed");
  const assign = async () => {
    const given = await annotator.call("assign", { path, body: {} });
    if (given.state !== "assigned") throw new Error("nothing was handed out");
    return given.assignment.assignmentId;
  };
  const first = await assign();
  const { personId } = (await annotator.call("me")).person;
  await endLease(behind, handed(projectId, personId, first));
  if ((await assign()) !== first) throw new Error("it was not taken up again");
};
