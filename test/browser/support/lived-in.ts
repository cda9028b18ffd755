import { type Api, eventually, signInAs, upload } from "../../support/api.ts";
import { pictureWithOrientation, somethingElse, TARGET } from "../../support/pictures.ts";
import { aLabel, aProjectBody } from "../../support/project-body.ts";
import type { World } from "./world.ts";

export interface LivedIn {
  readonly projectId: string;
  /** Of the item on which people differ, and of the file that was not taken. */
  readonly contested: string;
  readonly rejected: string;
  /** Of an item that wants another answer. */
  readonly open: string;
  /** One that waits for the vendor's answer. */
  readonly proposal: string;
  /** Secrets of links that nobody has used. */
  readonly invitation: string;
  readonly reset: string;
}

const PICTURES = 4;
const PROPOSAL = "01JD000000000000000000VEDN";
const box = {
  kind: "labelled",
  value: { classes: ["pest"], shapes: [{ type: "box", id: "1", label: "pest", ...TARGET }] },
};

/**
 * A project in the middle of its life, so that every screen has something to show: pictures that are labelled, one that
 * people differ on, a file that was not taken, links, an export under way, and work left for the third annotator.
 */
export const livedInProject = async (world: World): Promise<LivedIn> => {
  const { addresses } = world.server();
  const vendor = await signInAs(addresses, "vendor");
  const annotators = await Promise.all([0, 1, 2].map((nth) => signInAs(addresses, "annotator", nth)));
  const client = await signInAs(addresses, "client");
  const { projectId } = await vendor.call("createProject", {
    body: aProjectBody({
      title: { en: "Meadow", hi: "घास का मैदान" },
      overlap: { min: 3, max: 3 },
      ontology: { tools: ["class", "box"], labels: [aLabel("pest", "#d55e00"), aLabel("no_pest", "#009e73")] },
    }),
  });
  const path = { projectId };
  for (const [api, role] of [...annotators.map((one) => [one, "annotator"] as const), [client, "client"] as const]) {
    const { secret } = await vendor.call("invite", { path, body: { roles: [role] } });
    await api.call("joinProject", { path: { secret }, body: undefined });
  }
  const picture = await pictureWithOrientation(1);
  for (let at = 0; at < PICTURES; at++)
    await upload(vendor, projectId, `meadow-${at}.jpg`, Buffer.concat([picture, Buffer.from([at])]), "image/jpeg");
  await upload(vendor, projectId, "puzzle.png", await somethingElse(), "image/png");
  await upload(vendor, projectId, "cut-off.jpg", picture.subarray(0, 900), "image/jpeg");
  await eventually("all files", async () => {
    const { items } = await vendor.call("progress", { path });
    return items.open === PICTURES + 1 && items.rejected === 1 ? true : undefined;
  });
  await vendor.call("changeProjectState", { path, body: { to: "open" } });
  for (const [nth, annotator] of annotators.entries()) await answerAs(annotator, projectId, nth);
  await client.call("startExport", { path, body: { formats: ["jsonl", "coco", "csv"] } });

  const { secret: invitation } = await vendor.call("invite", { path, body: { roles: ["reviewer"], note: "for Asha" } });
  const { members } = await vendor.call("listMembers", { path });
  const member = members.find(({ name }) => name === "Budhni");
  const { secret: reset } = await vendor.call("issueReset", { path: { projectId, personId: member?.personId ?? "" } });
  const idOf = async (state: "contested" | "rejected" | "open"): Promise<string> =>
    eventually(`a ${state} item`, async () => {
      const { items } = await vendor.call("listItems", { path, query: { state } });
      return items[0]?.itemId;
    });
  const contested = await idOf("contested");
  await annotators[0]?.call("propose", {
    path,
    body: {
      ...{ proposalId: PROPOSAL, kind: "add", labels: [], names: { hi: "न इधर का, न उधर का" }, language: "hi" },
      example: { itemId: contested as never },
    },
  });
  const [rejected, open] = [await idOf("rejected"), await idOf("open")];
  return { projectId, contested, rejected, open, proposal: PROPOSAL, invitation, reset };
};

/** The first two answer everything, the third only what people will differ on. */
const answerAs = async (api: Api, projectId: string, nth: number): Promise<void> => {
  const packet = await eventually("work", async () => {
    const given = await api.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });
  const odd = [
    { kind: "labelled", value: { classes: ["no_pest"], shapes: [] } },
    { kind: "none_fit" },
    { kind: "cant_tell", reason: "blurred" },
  ][nth];
  const answers = packet.items
    .map(({ itemId, media }) => ({ itemId, isOdd: media.kind === "image" && media.width === media.height }))
    .filter(({ isOdd }) => isOdd || nth < 2)
    .map(({ itemId, isOdd }) => ({
      itemId,
      submissionId: crypto.randomUUID(),
      answer: (isOdd ? odd : box) as never,
    }));
  const { results } = await api.call("submit", {
    path: { projectId },
    body: { assignmentId: packet.assignmentId, answers },
  });
  const refused = results.filter((result) => result.state === "refused");
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
};
