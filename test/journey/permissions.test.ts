import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Deps } from "../../lambdas/deps.ts";
import type { Asked } from "../../local/access/policy.ts";
import { type Api, apiOf, eventually, signIn, signInAs, upload } from "../support/api.ts";
import { needlessGrants, refusedCalls } from "../support/needless-grants.ts";
import { operatorDeps } from "../support/operator-deps.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";
import { pictureWithOrientation, somethingElse } from "../support/pictures.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import { manyBoxes, workByWhatIsLearned } from "./support/learning-steps.ts";
import { manifestOfObjects, textsByTicket } from "./support/manifest-steps.ts";
import { codeOf, noting } from "./support/noting.ts";
import { aUlid, say } from "./support/saying.ts";
import * as seldom from "./support/seldom.ts";
import { uploadInOneAndInParts } from "./support/upload-steps.ts";

/** Every function runs under the policy of its own role: one grant less in infra/grants.ts, and a step here fails. */
describe("what each function may do is enough for what it does", () => {
  let server: OwnServer;
  let vendor: Api;
  let annotator: Api;
  let projectId = "";
  let work: ReturnType<typeof seldom.handed>;
  let behind: Deps;
  const asked: Asked[] = [];
  const watch = noting();
  const as = async (role: string, nth = 0): Promise<Api> => watch.of(await signInAs(server.addresses, role, nth));
  const nobody = (): Api => watch.of(apiOf(server.addresses));
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
    server = await startOwnServer({ onAsked: (one) => asked.push(one) });
    behind = operatorDeps(server);
    [vendor, annotator] = await Promise.all([as("vendor"), as("annotator")]);
  });
  afterAll(async () => {
    for (const client of [behind.table, behind.bucket, behind.queue, behind.signIn]) client.destroy();
    await server.close();
  });

  it("for projects and their labels", async () => {
    const made = await vendor.call("createProject", {
      body: aProjectBody({ overlap: { min: 3, max: 3 }, confidenceTarget: 0.9 }),
    });
    projectId = made.projectId;
    await vendor.call("listProjects");
    await (await as("operator")).call("listProjects");
    const exampleKey = await upload(
      vendor,
      projectId,
      "example.jpg",
      await pictureWithOrientation(1),
      "image/jpeg",
      "example",
    );
    const labels = [...aProjectBody().ontology.labels, { ...aLabel("harmless"), exampleKey }];
    await vendor.call("publishOntology", { path: path(), body: { tools: ["class", "box"], labels } });
    expect((await vendor.call("getOntology", { path: { projectId, version: 2 } })).labels).toHaveLength(3);
    const { ver } = await vendor.call("getProject", { path: path() });
    await vendor.call("updateProject", { path: path(), body: { ver, askedBy: "Somebody else" } });
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
    expect(await codeOf(accept(link.secret, "asha"))).toBe("name-taken");
    expect((await (await accept(link.secret, "seller")).call("me")).person.groups).toEqual(["vendor"]);
    const other = await (await as("operator")).call("inviteVendor", { body: {} });
    await (await as("client")).call("joinProject", { path: { secret: other.secret } });
    const more = await vendor.call("invite", { path: path(), body: { roles: ["client"] } });
    await annotator.call("joinProject", { path: { secret: more.secret } });
    const { person: last } = await vendor.call("me");
    const lastVendor = { projectId, personId: last.personId };
    expect(await codeOf(vendor.call("changeMember", { path: lastVendor, body: { roles: ["client"] } }))).toBe(
      "conflict",
    );
    expect(await codeOf(vendor.call("removeMember", { path: lastVendor }))).toBe("conflict");
  });

  it("for uploads, in one piece and in parts", async () => {
    await uploadInOneAndInParts(vendor, projectId);
    await itemNamed("in-parts.jpg");
  });

  it("for manifests, of objects that are there and not, and of texts that are handed out by tickets", async () => {
    await manifestOfObjects(behind, vendor, projectId);
    await textsByTicket(server, behind, vendor, annotator);
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
    const text = JSON.stringify({ kind: "labelled", value: manyBoxes() });
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
    const { person } = await annotator.call("me");
    work = seldom.handed(projectId, person.personId, next);
  });

  it("for what is learned from the answers, and for work by it, also where a submit or a decision was cut", async () => {
    const others = [await as("annotator", 1), await as("annotator", 2)] as const;
    await workByWhatIsLearned({ server, behind, vendor, others, work });
    expect((await vendor.call("agreement", { path: path() })).state).toBe("there");
  });

  it("for settling and asking again", async () => {
    const { itemId } = await itemNamed("in-parts.jpg");
    const { item } = await vendor.call("getItem", { path: { projectId, itemId } });
    const { round } = await vendor.call("reopenItem", {
      path: { projectId, itemId },
      body: { round: item.round, reason: "Look again." },
    });
    const [path, decision] = [
      { projectId, itemId },
      { kind: "labelled" as const, value: manyBoxes() },
    ];
    expect(await vendor.call("reviewItem", { path, body: { round, decision } })).toMatchObject({ state: "agreed" });
    expect(await vendor.call("changePriority", { path, body: { priority: 0 } })).toMatchObject({ priority: 0 });
    expect(await vendor.call("markGold", { path, body: { gold: true } })).toEqual({ itemId, gold: true });
    expect((await vendor.call("getItem", { path })).gold).toMatchObject({ handedOut: true, answers: [] });
  });

  it("for proposals, by voice too, and for answering them", async () => {
    const { annotations } = await annotator.call("history", { path: path(), query: {} });
    const itemId = annotations[0]?.itemId ?? "";
    const voice = await say(annotator, projectId);
    const { proposalId } = await annotator.call("propose", {
      path: path(),
      body: {
        proposalId: aUlid(1),
        kind: "add",
        labels: ["pest"],
        names: { hi: "सड़ी पत्ती खाने वाली" },
        language: "hi",
        voice,
        example: { itemId, region: { x: 1, y: 1, width: 2, height: 2 } },
      },
    });
    const named = { projectId, proposalId };
    const other = await as("annotator", 1);
    const unsent = voice.replace(/[0-9A-Z]{26}/, aUlid(9));
    const notSent = (call: Promise<unknown>) => expect(codeOf(call)).resolves.toBe("bad-request");
    await notSent(other.call("secondProposal", { path: named, body: { voice: unsent } }));
    await other.call("secondProposal", {
      path: named,
      body: { note: "I saw it too.", voice: await say(other, projectId) },
    });
    await annotator.call("setCredit", { path: path(), body: { form: "named", text: "Nehma", language: "hi" } });
    expect(await annotator.call("getCredit", { path: path() })).toEqual({
      form: "named",
      text: "Nehma",
      languages: [],
    });
    await vendor.call("decideProposal", { path: named, body: { outcome: "ask", text: "Is it always so?" } });
    await notSent(
      annotator.call("answerProposal", { path: named, body: { wordId: aUlid(8), text: "No.", voice: unsent } }),
    );
    await annotator.call("answerProposal", { path: named, body: { wordId: aUlid(8), text: "Always.", voice } });

    const { planId } = await vendor.call("planProposal", {
      path: named,
      body: { changes: [{ kind: "add", label: { ...aLabel("rotten"), parent: "pest" }, nearest: "pest" }] },
    });
    const planned = { projectId, planId };
    const reached = (state: string) =>
      eventually(`the plan to be ${state}`, async () => {
        const plan = await vendor.call("getPlan", { path: planned });
        return plan.state === state ? plan : undefined;
      });
    expect((await reached("ready")).affected).toBeGreaterThan(0);
    await vendor.call("decideProposal", {
      path: named,
      body: { outcome: "accept", planId, scope: { kind: "sample", items: 1 }, reason: "Seen by two." },
    });
    await reached("asked");
    await vendor.call("relabelRest", { path: planned });
    await eventually("all to be asked", async () => {
      const plan = await vendor.call("getPlan", { path: planned });
      return (plan.state === "asked" && plan.scope?.kind === "all") || undefined;
    });
    await seldom.forgetSecret(behind, projectId);
    const { proposals } = await annotator.call("listProposals", { path: path() });
    await seldom.forgetSecret(behind, projectId);
    expect(proposals.map(({ standing }) => standing.state)).toEqual(["accepted"]);
    expect((await vendor.call("getProposal", { path: named })).plan?.state).toBe("asked");
    expect((await fetch(proposals[0]?.voice?.url ?? "")).status).toBe(200);

    const about = { projectId, proposalId: aUlid(2) };
    const proposed = { kind: "instruction" as const, labels: [], why: "Say it.", language: "en", example: { itemId } };
    await notSent(
      annotator.call("propose", { path: path(), body: { proposalId: aUlid(2), ...proposed, voice: unsent } }),
    );
    await annotator.call("propose", {
      path: path(),
      body: { proposalId: aUlid(2), ...proposed },
    });
    const { ver } = await vendor.call("getProject", { path: path() });
    await vendor.call("decideProposal", {
      path: about,
      body: { outcome: "accept_instructions", ver, text: { en: "Look at what it eats." }, reason: "Right." },
    });
    await annotator.call("propose", {
      path: path(),
      body: {
        proposalId: aUlid(3),
        kind: "deprecate",
        labels: ["pest"],
        why: "Hm.",
        language: "en",
        example: { itemId },
      },
    });
    await seldom.forgetSecret(behind, projectId);
    await annotator.call("withdrawProposal", { path: { projectId, proposalId: aUlid(3) } });
  });

  it("for questions, and for what has changed", async () => {
    const threadId = aUlid(4);
    const voice = await say(annotator, projectId);
    const { itemId } = await itemNamed("in-parts.jpg");
    const anchor = { kind: "item" as const, itemId };
    const asked = { threadId, anchor, text: "And the leaf?", language: "en", voice };
    await annotator.call("openThread", { path: path(), body: asked });
    const unsent = voice.replace(/[0-9A-Z]{26}/, aUlid(9));
    const silent = { ...asked, threadId: aUlid(10), voice: unsent };
    expect(await codeOf(annotator.call("openThread", { path: path(), body: silent }))).toBe("bad-request");
    const { voice: _, ...byVendor } = silent;
    await vendor.call("openThread", { path: path(), body: byVendor });
    await seldom.forgetSecret(behind, projectId);
    const { threads } = await vendor.call("listThreads", { path: path(), query: {} });
    for (const url of [threads[0]?.item?.url, threads[0]?.words[0]?.voice?.url]) {
      expect((await fetch(url ?? "")).status).toBe(200);
    }
    const thread = { projectId, threadId };
    const word = { wordId: aUlid(5), text: "Never mind it.", language: "en" };
    const mute = { path: thread, body: { ...word, voice: unsent } };
    expect(await codeOf(annotator.call("replyInThread", mute))).toBe("bad-request");
    await vendor.call("replyInThread", { path: thread, body: word });
    await vendor.call("hideWord", { path: { ...thread, wordId: aUlid(5) }, body: {} });
    const { ver } = await vendor.call("getProject", { path: path() });
    const text = { en: "Look at what it eats, not at the leaf." };
    await vendor.call("answerAsInstructions", { path: thread, body: { ver, text } });
    await seldom.forgetSecret(behind, projectId);
    await vendor.call("getThread", { path: thread });
    await seldom.forgetSecret(behind, projectId);
    const { changes } = await annotator.call("listChanges", { path: path() });
    const seenOn = changes.flatMap((one) => (one.kind === "ontology" ? (one.because?.example?.url ?? []) : []));
    expect(await Promise.all(seenOn.map(async (url) => (await fetch(url)).status))).toEqual([200]);
    expect(changes.filter(({ kind }) => kind === "instructions")).toHaveLength(3);
  });

  it("for what became of the work, and for what was paid out", async () => {
    const { person } = await annotator.call("me");
    const body = {
      payoutId: aUlid(6),
      personId: person.personId,
      amountMicros: 1,
      currency: "INR",
      paidOn: "2026-03-04",
    };
    await vendor.call("recordPayout", { path: path(), body });
    await seldom.longAgo(behind, work);
    await annotator.call("earnings");
    await seldom.spoilSums(behind, work.annotatorId);
    await vendor.call("listPayouts", { path: path(), query: {} });
    await seldom.spoilSums(behind, work.annotatorId);
    await vendor.call("stateUse", { path: path(), body: { useId: aUlid(7), text: { en: "A field trial" } } });
    await annotator.call("listUses", { path: path() });
    await annotator.call("myWork", { query: {} });
    await seldom.spoilSums(behind, work.annotatorId);
    await annotator.call("myRecord");
    await seldom.forgetSecret(behind, "installation");
    await nobody().call("installationKey");
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
    await seldom.cutExport(behind, projectId, exportId);
    await eventually("the export to be there again", async () => {
      const found = await vendor.call("getExport", { path: { projectId, exportId } });
      return found.export.state === "ready" || undefined;
    });
  });

  it("for a project that is opened again, with other words", async () => {
    const { ver } = await vendor.call("getProject", { path: path() });
    await vendor.call("updateProject", { path: path(), body: { ver, instructions: { en: "Look once more." } } });
    await vendor.call("changeProjectState", { path: path(), body: { to: "paused" } });
  });

  it("for what nobody asks for: the clock's functions and the queues' were refused nothing either", async () => {
    const logs = join(server.addresses.folder, "logs");
    await Promise.all(["Feed", "Reconcile", "Learn", "Scrub"].map((name) => server.tick(name)));
    expect((await fetch(`${server.addresses.page}/avail/${projectId}.json`)).status).toBe(200);
    await eventually("reconcile to count", async () => {
      await server.tick("Reconcile");
      return (await vendor.call("progress", { path: path() })).annotators > 0 || undefined;
    });
    const refused = readdirSync(logs).flatMap((name) =>
      readFileSync(join(logs, name), "utf8")
        .split("\n")
        .filter((line) => /AccessDenied|not authorized/.test(line)),
    );
    expect(refused).toEqual([]);
  });

  it("for every endpoint: none was left out here", () => {
    expect(watch.missing()).toEqual([]);
  });

  it("and not more than enough: without any one grant of the template, some call that was made would be refused", () => {
    expect(refusedCalls(asked)).toEqual([]);
    const { grants, calls, needless } = needlessGrants(server.cloud.made.roles, asked);
    console.info(`${grants} grants of ${server.cloud.made.roles.size} roles, each needed by one of ${calls} calls`);
    expect(needless).toEqual([]);
    expect(grants).toBeGreaterThan(500);
  });
});
