import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ONE_POST_BYTES_MAX } from "../../core/upload-name.ts";
import { type EndpointName, endpoints } from "../../lambdas/endpoints.ts";
import { type Api, apiOf, eventually, signIn, signInAs, upload } from "../support/api.ts";
import { pictureWithOrientation, somethingElse } from "../support/pictures.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { type Server, startServer } from "../support/server.ts";

const called = new Set<EndpointName>();
/** Notes each endpoint that answered. */
const noting = (api: Api): Api => ({
  ...api,
  call: async (name, options) => {
    const answer = await api.call(name, options);
    called.add(name);
    return answer;
  },
});

/** Every function runs under the policy of its own role: one grant less in infra/grants.ts, and a step here fails. */
describe("what each function may do is enough for what it does", () => {
  let server: Server;
  let vendor: Api;
  let annotator: Api;
  let projectId = "";
  const as = async (role: string): Promise<Api> => noting(await signInAs(server.addresses, role));
  const nobody = (): Api => noting(apiOf(server.addresses));
  const path = () => ({ projectId });
  const itemNamed = (name: string) =>
    eventually(`the item ${name}`, async () => {
      const { items } = await vendor.call("listItems", { path: path(), query: { limit: 50 } });
      return items.find((item) => item.name.endsWith(name));
    });
  const packet = () =>
    eventually("an assignment", async () => {
      const given = await annotator.call("assign", { path: path(), body: {} });
      return given.state === "assigned" ? given.assignment : undefined;
    });

  beforeAll(async () => {
    server = await startServer();
    [vendor, annotator] = await Promise.all([as("vendor"), as("annotator")]);
  });
  afterAll(() => server.close());

  it("for projects and their labels", async () => {
    const made = await vendor.call("createProject", { body: aProjectBody() });
    projectId = made.projectId;
    await vendor.call("listProjects");
    await (await as("operator")).call("listProjects");
    const { ver } = await vendor.call("getProject", { path: path() });
    await vendor.call("updateProject", { path: path(), body: { ver, askedBy: "Somebody else" } });
    const labels = [...aProjectBody().ontology.labels, aLabel("harmless")];
    await vendor.call("publishOntology", { path: path(), body: { tools: ["class", "box"], labels } });
    expect((await vendor.call("getOntology", { path: { projectId, version: 2 } })).labels).toHaveLength(3);
  });

  it("for people, by every link there is", async () => {
    const joined = await vendor.call("invite", { path: path(), body: { roles: ["annotator"] } });
    await nobody().call("lookUpInvitation", { path: { secret: joined.secret } });
    await annotator.call("joinProject", { path: { secret: joined.secret } });
    const { person } = await annotator.call("me");
    await annotator.call("updateMe", { body: { name: person.name, language: "en" } });

    const accept = async (secret: string, signInName: string): Promise<Api> => {
      const body = { signInName, password: "rotten-leaf-7", name: "Asha", language: "en" } as const;
      await nobody().call("acceptInvitation", { path: { secret }, body });
      return signIn(server.addresses, signInName, body.password);
    };
    const { secret } = await vendor.call("invite", { path: path(), body: { roles: ["reviewer"] } });
    const asha = await accept(secret, "asha");
    const { personId } = (await asha.call("me")).person;
    await vendor.call("changeMember", { path: { projectId, personId }, body: { roles: ["annotator"] } });
    const reset = await vendor.call("issueReset", { path: { projectId, personId } });
    await nobody().call("resetPassword", { path: { secret: reset.secret }, body: { password: "fresh-leaf-8" } });
    await signIn(server.addresses, "asha", "fresh-leaf-8");
    await vendor.call("removeMember", { path: { projectId, personId } });
    expect((await vendor.call("listMembers", { path: path() })).members).toHaveLength(3);

    const { invitationId } = await vendor.call("invite", { path: path(), body: { roles: ["client"] } });
    expect((await vendor.call("listInvitations", { path: path() })).invitations).toHaveLength(1);
    await vendor.call("revokeInvitation", { path: { projectId, invitationId } });
    const link = await (await as("operator")).call("inviteVendor", { body: {} });
    expect((await (await accept(link.secret, "seller")).call("me")).person.groups).toEqual(["vendor"]);
  });

  it("for uploads, in one piece and in parts", async () => {
    await upload(vendor, projectId, "one.jpg", await pictureWithOrientation(1), "image/jpeg");
    const { files } = await vendor.call("startUpload", {
      path: path(),
      body: {
        files: ["given-up.jpg", "in-parts.jpg"].map((name) => ({
          name,
          sizeBytes: ONE_POST_BYTES_MAX + 1,
          contentType: "image/jpeg",
        })),
      },
    });
    const [givenUp, inParts] = files;
    if (givenUp?.kind !== "multipart" || inParts?.kind !== "multipart")
      throw new Error("two uploads in parts were expected");
    await vendor.call("abortUpload", { path: path(), body: { key: givenUp.key, uploadId: givenUp.uploadId } });
    const { key, uploadId } = inParts;
    const signed = await vendor.call("signUploadParts", { path: path(), body: { key, uploadId, parts: [1] } });
    const put = await fetch(signed.parts[0]?.url ?? "", {
      method: "PUT",
      body: new Uint8Array(await pictureWithOrientation(6)),
    });
    const parts = [{ part: 1, etag: put.headers.get("etag") ?? "" }];
    await vendor.call("completeUpload", { path: path(), body: { key, uploadId, parts } });
    await vendor.call("completeUpload", { path: path(), body: { key, uploadId, parts } });
    await itemNamed("in-parts.jpg");
  });

  it("for new bytes under an old name", async () => {
    const { itemId } = await itemNamed("one.jpg");
    await upload(vendor, projectId, "one.jpg", await somethingElse(), "image/png");
    await eventually("the question which bytes to keep", async () => {
      const { item } = await vendor.call("getItem", { path: { projectId, itemId } });
      return item.replacementWaits || undefined;
    });
    await vendor.call("resolveReplacement", { path: { projectId, itemId }, body: { accept: true } });
  });

  it("for labelling, small answers and large, and for giving back", async () => {
    await vendor.call("changeProjectState", { path: path(), body: { to: "open" } });
    const { assignmentId } = await packet();
    await annotator.call("extendLease", { path: { projectId, assignmentId }, body: {} });
    await annotator.call("release", { path: { projectId, assignmentId }, body: {} });
    const { assignmentId: next, items } = await packet();
    const text = JSON.stringify({
      kind: "labelled",
      value: {
        classes: ["pest"],
        shapes: Array.from({ length: 200 }, (_, at) => ({
          type: "box",
          id: `box-${at}`,
          label: "pest",
          x: at,
          y: at,
          width: 9,
          height: 9,
        })),
      },
    });
    const sha256 = createHash("sha256").update(text).digest("hex");
    const start = { assignmentId: next, sha256, sizeBytes: Buffer.byteLength(text) };
    const { url, headers } = await annotator.call("startAnswer", { path: path(), body: start });
    const put = await fetch(url, { method: "PUT", headers, body: text });
    expect(put.status, await put.text()).toBe(200);
    const answers = items.map(({ itemId }, at) => ({
      itemId,
      submissionId: crypto.randomUUID(),
      ...(at === 0 ? { answerSha256: sha256 } : { answer: { kind: "none_fit" as const } }),
    }));
    const missing = [
      { itemId: items[0]?.itemId ?? "", submissionId: crypto.randomUUID(), answerSha256: "0".repeat(64) },
    ];
    const lost = await annotator.call("submit", { path: path(), body: { assignmentId: next, answers: missing } });
    expect(lost.results.map(({ state }) => state)).toEqual(["refused"]);
    const { results } = await annotator.call("submit", { path: path(), body: { assignmentId: next, answers } });
    expect(new Set(results.map(({ state }) => state))).toEqual(new Set(["stored"]));
    await annotator.call("history", { path: path(), query: {} });
    await annotator.call("earnings");
    await vendor.call("progress", { path: path() });
    expect(await vendor.call("agreement", { path: path() })).toEqual({ state: "none" });
  });

  it("for settling and asking again", async () => {
    const { itemId } = await itemNamed("in-parts.jpg");
    const { item } = await vendor.call("getItem", { path: { projectId, itemId } });
    const { round } = await vendor.call("reopenItem", {
      path: { projectId, itemId },
      body: { round: item.round, reason: "Look again." },
    });
    const settled = await vendor.call("reviewItem", {
      path: { projectId, itemId },
      body: { round, decision: { kind: "cant_tell" } },
    });
    expect(settled.state).toBe("cant_tell");
  });

  it("for exports", async () => {
    const { exportId } = await vendor.call("startExport", {
      path: path(),
      body: { formats: ["jsonl", "coco", "csv"] },
    });
    await vendor.call("listExports", { path: path() });
    const files = await eventually(
      "the export",
      async () => {
        const found = await vendor.call("getExport", { path: { projectId, exportId } });
        if (found.export.state === "failed") throw new Error(found.export.failure);
        return found.export.state === "ready" ? found.files : undefined;
      },
      120_000,
    );
    expect((await fetch(files[0]?.url ?? "")).status).toBe(200);
  });

  it("for what nobody asks for: the clock's functions and the queues' were refused nothing either", async () => {
    const logs = join(server.folder, "logs");
    await eventually(
      "feed to say how much there is to do",
      async () => {
        const shown = await fetch(`${server.addresses.page}/avail/${projectId}.json`);
        return shown.ok || undefined;
      },
      90_000,
    );
    await eventually(
      "reconcile to count exactly",
      async () => {
        const counted = await vendor.call("progress", { path: path() });
        return counted.asOfMs > 0 || undefined;
      },
      150_000,
    );
    expect(readdirSync(logs)).toContain("Scrub.log");
    const refused = readdirSync(logs).flatMap((name) =>
      readFileSync(join(logs, name), "utf8")
        .split("\n")
        .filter((line) => /AccessDenied|not authorized/.test(line)),
    );
    expect(refused).toEqual([]);
  });

  it("for every endpoint: none was left out here", () => {
    expect(Object.keys(endpoints).filter((name) => !called.has(name as EndpointName))).toEqual([]);
  });
});
