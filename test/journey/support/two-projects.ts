import { createHash } from "node:crypto";
import type { Role } from "../../../core/membership.ts";
import { ONE_POST_BYTES_MAX } from "../../../core/upload-name.ts";
import { type Api, eventually, upload } from "../../support/api.ts";
import { pictureWithOrientation } from "../../support/pictures.ts";
import { aProjectBody } from "../../support/project-body.ts";
import { aUlid, say } from "./saying.ts";

/** Ids of one row of each kind in a project, by the name that they have in paths and bodies. */
export interface Lived {
  readonly projectId: string;
  readonly itemId: string;
  /** Open, the annotator's; and one that she has given back. */
  readonly assignmentId: string;
  readonly givenBack: string;
  readonly proposalId: string;
  readonly planId: string;
  readonly threadId: string;
  readonly wordId: string;
  readonly exportId: string;
  readonly personId: string;
  readonly invitationId: string;
  readonly secret: string;
  /** Of a recording, and of an upload in parts that is under way. */
  readonly voice: string;
  readonly key: string;
  readonly uploadId: string;
  /** Of somebody who was handed work and then left. */
  readonly leftAssignmentId: string;
}

export interface Team {
  readonly owner: Api;
  readonly annotator: Api;
  readonly left: Api;
  readonly others: readonly (readonly [Api, Role])[];
}

const PICTURES = 2;

/** What every project here says of the pest, so that a page may say it again. */
export const proposed = (itemId: string) => ({
  kind: "redefine" as const,
  labels: ["pest"],
  why: "It eats the rotten part only.",
  language: "en",
  example: { itemId },
});

const packet = (api: Api, projectId: string) =>
  eventually("an assignment", async () => {
    const given = await api.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });

/** A project with one row of everything that an address or a body can name. */
export const livedIn = async ({ owner, annotator, left, others }: Team, ulidFrom: number): Promise<Lived> => {
  const { projectId } = await owner.call("createProject", { body: aProjectBody({ overlap: { min: 3, max: 3 } }) });
  const path = { projectId };
  for (const [api, role] of [[annotator, "annotator"] as const, [left, "annotator"] as const, ...others]) {
    const { secret } = await owner.call("invite", { path, body: { roles: [role] } });
    await api.call("joinProject", { path: { secret } });
  }
  const picture = await pictureWithOrientation(1);
  for (let at = 0; at < PICTURES; at++)
    await upload(owner, projectId, `${at}.jpg`, Buffer.concat([picture, Buffer.from([at])]), "image/jpeg");
  await eventually("its items", async () => {
    const { items } = await owner.call("listItems", { path, query: {} });
    return items.length === PICTURES || undefined;
  });
  await owner.call("changeProjectState", { path, body: { to: "open" } });
  const { assignmentId: givenBack } = await packet(annotator, projectId);
  await annotator.call("release", { path: { projectId, assignmentId: givenBack }, body: {} });
  const { assignmentId, items } = await packet(annotator, projectId);
  const { assignmentId: leftAssignmentId } = await packet(left, projectId);
  const { personId: leftId } = (await left.call("me")).person;
  await owner.call("removeMember", { path: { projectId, personId: leftId } });

  const itemId = items[0]?.itemId ?? "";
  const [proposalId, threadId, wordId] = [0, 1, 2].map((nth) => aUlid(ulidFrom + nth)) as [string, string, string];
  await annotator.call("propose", { path, body: { proposalId, ...proposed(itemId) } as never });
  const changes = [{ kind: "rename" as const, label: "pest", names: { en: "A pest" } }];
  const { planId } = await owner.call("planProposal", { path: { projectId, proposalId }, body: { changes } });
  const question = {
    threadId,
    anchor: { kind: "label" as const, labelId: "pest" },
    text: "And the leaf?",
    language: "en",
  };
  await annotator.call("openThread", { path, body: question });
  await annotator.call("replyInThread", {
    path: { projectId, threadId },
    body: { wordId, text: "Hm.", language: "en" },
  });
  const { exportId } = await owner.call("startExport", { path, body: { formats: ["jsonl"] } });
  const { invitationId, secret } = await owner.call("invite", { path, body: { roles: ["client"] } });
  const { files } = await owner.call("startUpload", {
    path,
    body: { files: [{ name: "large.jpg", sizeBytes: ONE_POST_BYTES_MAX + 1, contentType: "image/jpeg" }] },
  });
  const [large] = files;
  if (large?.kind !== "multipart") throw new Error("an upload in parts was expected");
  const { key, uploadId } = large;
  const { personId } = (await annotator.call("me")).person;
  const voice = await say(annotator, projectId);
  await eventually("its plan", async () => {
    const { state } = await owner.call("getPlan", { path: { projectId, planId } });
    return state === "ready" || undefined;
  });
  const rows = { projectId, itemId, assignmentId, givenBack, proposalId, planId, threadId, wordId, exportId, personId };
  return { ...rows, invitationId, secret, voice, key, uploadId, leftAssignmentId };
};

const digest = (text: string) => createHash("sha256").update(text).digest();
const ULID_OF_NOBODY = (nth: number): string => aUlid(nth).replace("01JZ", "01AA");

/** As another's, under ids of the right form under which nothing is. */
export const nowhereLike = (another: Lived): Lived => {
  const projectId = digest(another.projectId).toString("hex").slice(0, another.projectId.length);
  const there = (key: string): string => key.replace(another.projectId, projectId);
  return {
    projectId,
    itemId: "a".repeat(20),
    assignmentId: ULID_OF_NOBODY(90),
    givenBack: ULID_OF_NOBODY(91),
    leftAssignmentId: ULID_OF_NOBODY(92),
    proposalId: ULID_OF_NOBODY(93),
    planId: ULID_OF_NOBODY(94),
    threadId: ULID_OF_NOBODY(95),
    wordId: ULID_OF_NOBODY(96),
    exportId: ULID_OF_NOBODY(97),
    personId: "00000000-0000-4000-8000-000000000000",
    invitationId: digest("no link").toString("hex"),
    secret: digest("no secret").toString("base64url"),
    voice: there(another.voice).replace(/[0-9A-Z]{26}/, ULID_OF_NOBODY(98)),
    key: there(another.key),
    uploadId: another.uploadId.split("").reverse().join(""),
  };
};
