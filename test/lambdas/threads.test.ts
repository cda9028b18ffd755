import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectId } from "../../core/ids.ts";
import type { Role } from "../../core/membership.ts";
import { answerAsInstructions } from "../../lambdas/answer-as-instructions.ts";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProject } from "../../lambdas/get-project.ts";
import { getThread } from "../../lambdas/get-thread.ts";
import { hideWord } from "../../lambdas/hide-word.ts";
import { listThreads } from "../../lambdas/list-threads.ts";
import { openThread } from "../../lambdas/open-thread.ts";
import { replyInThread } from "../../lambdas/reply-in-thread.ts";
import { credits } from "../../lambdas/store/credits.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { threads } from "../../lambdas/store/threads.ts";
import { haveItems } from "../support/labelling.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aProjectBody } from "../support/project-body.ts";
import { aWav } from "../support/voices.ts";

const DAY_MS = 86_400_000;
/** Somebody's markup and a turn of the writing direction: kept as it came, for the page to show as text. */
const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnihton\u202c {{a}} सड़ी पत्ती';

describe("questions", () => {
  let world: PeopleWorld;
  let projectId: ProjectId;
  beforeAll(async () => {
    world = await startPeopleWorld();
  });
  beforeEach(async () => {
    const made = await world.call(endpoints.createProject, createProject, {
      as: world.person("vendor", "vendor"),
      body: aProjectBody(),
    });
    projectId = made.projectId as ProjectId;
    await Promise.all(
      Object.entries(PEOPLE).map(([name, roles]) =>
        memberships(world.deps).join(memberOf(projectId, world.person(name), ...roles)),
      ),
    );
  });
  afterAll(() => world.close());

  const PEOPLE: Readonly<Record<string, readonly Role[]>> = {
    "other vendor": ["vendor"],
    reviewer: ["reviewer"],
    nehma: ["annotator"],
    asha: ["annotator"],
    client: ["client"],
  };
  const as = (name: string) => world.person(name, ...(name === "vendor" ? (["vendor"] as const) : []));
  const body = (answer: { readonly body: unknown }) => answer.body as ThreadShape;
  const open = (name: string, given: object = {}) => {
    const sent = {
      threadId: world.deps.newId(),
      anchor: { kind: "label", labelId: "pest" },
      text: "Why?",
      language: "en",
    };
    return world.ask(endpoints.openThread, openThread, {
      as: as(name),
      path: { projectId },
      body: { ...sent, ...given },
    });
  };
  const reply = (name: string, threadId: string, given: object = {}) =>
    world.ask(endpoints.replyInThread, replyInThread, {
      as: as(name),
      path: { projectId, threadId },
      body: { wordId: world.deps.newId(), text: "Because.", language: "en", ...given },
    });
  const hide = (name: string, threadId: string, wordId: string, given: object = {}) =>
    world.ask(endpoints.hideWord, hideWord, { as: as(name), path: { projectId, threadId, wordId }, body: given });
  const get = (name: string, threadId: string) =>
    world.ask(endpoints.getThread, getThread, { as: as(name), path: { projectId, threadId } });
  const list = (name: string, query: Record<string, string> = {}) =>
    world.ask(endpoints.listThreads, listThreads, { as: as(name), path: { projectId }, query });
  const publish = (name: string, threadId: string, given: object) =>
    world.ask(endpoints.answerAsInstructions, answerAsInstructions, {
      as: as(name),
      path: { projectId, threadId },
      body: given,
    });
  const because = { ground: "abuse", reason: "It insults somebody." };

  describe("who may do what", () => {
    const ask = async (name: string) => body(await open(name)).threadId;
    const verbs: Readonly<Record<string, (name: string) => Promise<{ readonly status: number }>>> = {
      ask: (name) => open(name),
      list: (name) => list(name),
      read: async (name) => get(name, await ask("nehma")),
      reply: async (name) => reply(name, await ask("nehma")),
      "take back own": async (name) => {
        const { threadId } = body(await open(name === "client" || name === "stranger" ? "nehma" : name));
        return hide(name, threadId, threadId);
      },
      "hide somebody's, with a reason": async (name) => {
        const threadId = await ask("asha");
        return hide(name, threadId, threadId, because);
      },
      "hide somebody's, without": async (name) => {
        const threadId = await ask("asha");
        return hide(name, threadId, threadId);
      },
      "make it instructions": async (name) => publish(name, await ask("nehma"), { ver: 1, text: { en: "new" } }),
    };
    it.each([
      //                                   vendor, other vendor, reviewer, annotator, client, stranger
      ["ask", 200, 200, 200, 200, 403, 404],
      ["list", 200, 200, 200, 200, 403, 404],
      ["read", 200, 200, 200, 200, 403, 404],
      ["reply", 200, 200, 200, 200, 403, 404],
      ["take back own", 200, 200, 200, 200, 403, 404],
      ["hide somebody's, with a reason", 200, 200, 403, 403, 403, 404],
      ["hide somebody's, without", 400, 400, 403, 403, 403, 404],
      ["make it instructions", 200, 409, 403, 403, 403, 404],
    ])("%s", async (verb, ...expected) => {
      const found: number[] = [];
      for (const name of ["vendor", "other vendor", "reviewer", "nehma", "client", "stranger"]) {
        found.push((await verbs[verb]?.(name))?.status ?? 0);
      }
      expect(found).toEqual(expected);
    });
  });

  it("reach the vendor as they were said, whatever they hold, and no endpoint changes them", async () => {
    const { threadId } = body(await open("nehma", { text: HOSTILE, language: "kru" }));
    await reply("reviewer", threadId, { wordId: threadId, text: "She means something else." });
    await reply("other vendor", threadId);
    const [first] = body(await get("vendor", threadId)).words;
    expect(first).toMatchObject({ text: HOSTILE, language: "kru", speaker: "annotator", isMe: false });
    const changing = Object.entries(endpoints).filter(
      ([, { path, method }]) =>
        path.includes("/threads") && (method as string) !== "GET" && (method as string) !== "POST",
    );
    expect(changing).toEqual([]);
  });

  it("take up to a hundred words of one person, and one of them again; others still answer", async () => {
    const { threadId } = body(await open("nehma"));
    const ids = Array.from({ length: 99 }, () => world.deps.newId());
    const said = { authorId: world.person("nehma").personId, speaker: "annotator", language: "en", atMs: 1 } as const;
    for (const wordId of ids.slice(1))
      await threads(world.deps).say(projectId, threadId, { ...said, wordId, text: "Because." });
    expect((await reply("nehma", threadId, { wordId: ids[0] })).status).toBe(200);
    expect(await reply("nehma", threadId)).toMatchObject({
      status: 429,
      body: { code: "slow-down", value: "100", allowed: expect.stringContaining("100") },
    });
    expect((await reply("nehma", threadId, { wordId: ids[0] })).status).toBe(200);
    expect((await reply("asha", threadId)).status).toBe(200);
  });

  it("cannot be kept from a vendor: what another hid she reads under the notice, and the row stays", async () => {
    const { threadId } = body(await open("nehma", { text: HOSTILE }));
    expect((await hide("reviewer", threadId, threadId, because)).status).toBe(403);
    expect((await hide("other vendor", threadId, threadId, because)).status).toBe(200);
    const hidden = { by: "vendor", ground: "abuse", reason: because.reason };
    const read = async (name: string) => body(await get(name, threadId)).words[0];
    for (const name of ["vendor", "other vendor", "nehma"])
      expect(await read(name)).toMatchObject({ text: HOSTILE, hidden });
    for (const name of ["asha", "reviewer"]) {
      expect(await read(name)).toMatchObject({ hidden });
      expect(await read(name)).not.toHaveProperty("text");
    }
    const stored = await threads(world.deps).file(projectId, threadId);
    expect(stored?.words[0]?.text).toBe(HOSTILE);
    expect(stored?.hidings).toMatchObject([{ vendorId: world.person("other vendor").personId }]);
  });

  it("hidden once show the first reason, whoever hides them again", async () => {
    const { threadId } = body(await open("nehma"));
    await hide("vendor", threadId, threadId, because);
    await hide("other vendor", threadId, threadId, { ground: "personal", reason: "Another." });
    expect(body(await get("asha", threadId)).words[0]?.hidden).toMatchObject({ reason: because.reason });
  });

  it("taken back by whoever asked are hers alone from then on, and ask for nothing", async () => {
    const { threadId } = body(await open("nehma", { text: "private" }));
    expect(body(await get("vendor", threadId)).waitsDays).toBe(0);
    await hide("nehma", threadId, threadId);
    for (const name of ["vendor", "reviewer", "asha"]) {
      const [word] = body(await get(name, threadId)).words;
      expect(word).toMatchObject({ hidden: { by: "author" } });
      expect(word).not.toHaveProperty("text");
    }
    expect(body(await get("nehma", threadId)).words[0]).toMatchObject({ text: "private", isMe: true });
    expect(body(await get("vendor", threadId))).not.toHaveProperty("waitsSinceMs");
    expect((await threads(world.deps).file(projectId, threadId))?.words[0]?.text).toBe("private");
  });

  it("sent twice are there once, words to them too; other words under the same id are refused", async () => {
    const threadId = world.deps.newId();
    const wordId = world.deps.newId();
    for (const _ of [1, 2]) expect((await open("nehma", { threadId })).status).toBe(200);
    for (const _ of [1, 2]) expect((await reply("vendor", threadId, { wordId })).status).toBe(200);
    expect(body(await get("nehma", threadId)).words).toHaveLength(2);
    const others = [
      open("nehma", { threadId, text: "Another question" }),
      open("asha", { threadId }),
      reply("vendor", threadId, { wordId, text: "Another answer" }),
      reply("asha", threadId, { wordId }),
      reply("asha", threadId, { wordId: threadId, text: "Why?" }),
    ];
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
    expect(body(await get("nehma", threadId)).words.map(({ text }) => text)).toEqual(["Why?", "Because."]);
  });

  it("name people by a tag or the name they chose, and vendors as the vendor", async () => {
    const { threadId } = body(await open("nehma"));
    await reply("vendor", threadId);
    const before = body(await get("asha", threadId)).words;
    expect(before[0]?.author).toEqual({ tag: expect.stringMatching(/^[a-z0-9]{5}$/), isMe: false });
    expect(before[1]).not.toHaveProperty("author");
    const chosen = { form: "named", text: "नेहमा", language: "hi" } as const;
    await credits(world.deps).choose(projectId, world.person("nehma").personId, chosen);
    expect(body(await get("asha", threadId)).words[0]?.author).toMatchObject({ name: "नेहमा" });
    const text = JSON.stringify(await list("vendor"));
    for (const name of ["nehma", "asha", "vendor"]) expect(text).not.toContain(world.person(name).personId);
  });

  it("are listed by how long they wait, in days that everybody sees, the answered ones last", async () => {
    const answered = body(await open("asha")).threadId;
    world.pass(1_000);
    const oldest = body(await open("nehma")).threadId;
    world.pass(3 * DAY_MS + 1_000);
    const newest = body(await open("nehma")).threadId;
    await reply("vendor", answered);
    await reply("reviewer", oldest);
    for (const name of ["vendor", "asha"]) {
      const { threads: found } = (await list(name)).body as unknown as { threads: readonly ThreadShape[] };
      expect(found.map(({ threadId, waitsDays }) => [threadId, waitsDays])).toEqual([
        [oldest, 3],
        [newest, 0],
        [answered, undefined],
      ]);
    }
  });

  it("are found by what they are about, and are about something of this project", async () => {
    const about = body(await open("nehma", { anchor: { kind: "instructions" } })).threadId;
    await open("nehma");
    const { threads: found } = (await list("asha", { anchor: "instructions" })).body as unknown as {
      threads: readonly ThreadShape[];
    };
    expect(found.map(({ threadId }) => threadId)).toEqual([about]);
    expect((await list("asha", { anchor: "label:no_pest" })).body).toEqual({ threads: [] });
    expect((await open("nehma", { anchor: { kind: "label", labelId: "dragon" } })).status).toBe(404);
    expect((await open("nehma", { anchor: { kind: "item", itemId: "a".repeat(20) } })).status).toBe(404);
  });

  it("said by voice play for whoever may hear them, and nothing but a recording is taken for one", async () => {
    const record = async (name: string, bytes: Buffer): Promise<string> => {
      const Key = `${projectId}/.voice/${name}.wav`;
      const Bucket = world.deps.config.INGEST_BUCKET;
      await world.deps.bucket.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
      return Key;
    };
    const voice = await record("said", aWav(1));
    const { threadId } = body(await open("nehma", { text: undefined, voice, language: "kru" }));
    const heard = async (name: string) => body(await get(name, threadId)).words[0];
    for (const name of ["vendor", "asha", "nehma"]) {
      const [word, url] = [await heard(name), new URL((await heard(name))?.voice?.url ?? "")];
      expect(word).toMatchObject({ language: "kru", voice: { contentType: "audio/wav" } });
      expect(word).not.toHaveProperty("text");
      expect(url.searchParams.get("response-content-type")).toBe("audio/wav");
    }
    await hide("vendor", threadId, threadId, because);
    expect(await heard("asha")).not.toHaveProperty("voice");
    expect(await heard("vendor")).toHaveProperty("voice");
    const page = await record("page", Buffer.from("<script>alert(1)</script>"));
    const refused = [page, "elsewhere/.voice/said.wav", `${projectId}/leaf.jpg`];
    for (const key of refused) expect((await open("nehma", { voice: key })).status).toBe(400);
  });

  it("about an item show it to who may see every item, and to no annotator who was not handed it", async () => {
    const project = await projects(world.deps).find(projectId);
    if (!project) throw new Error("no project");
    const [itemId] = await haveItems(world.deps, project, 1);
    const { threadId } = body(await open("nehma", { anchor: { kind: "item", itemId } }));
    for (const name of ["vendor", "reviewer"]) {
      expect(body(await get(name, threadId)).item?.url).toContain("X-Amz-Signature");
    }
    for (const name of ["nehma", "asha"]) expect(body(await get(name, threadId))).not.toHaveProperty("item");
    const { threads: found } = (await list("nehma", { anchor: `item:${itemId}` })).body as unknown as {
      threads: readonly ThreadShape[];
    };
    expect(found.map((one) => one.threadId)).toEqual([threadId]);
  });

  it("say something, in words or by voice", async () => {
    expect(await open("nehma", { text: undefined })).toMatchObject({ status: 400 });
    expect(await open("nehma", { text: "  " })).toMatchObject({ status: 400 });
    expect(await open("nehma", { text: undefined, voice: "elsewhere/.voice/a.webm" })).toMatchObject({ status: 400 });
  });

  it("whose answer became instructions name the version, also when it is sent twice, and wait no longer", async () => {
    const { threadId } = body(await open("nehma"));
    world.pass(1_000);
    const given = { ver: 1, text: { en: "What eats only rotten leaf is no pest." } };
    for (const _ of [1, 2]) {
      const { status, body: shown } = await publish("vendor", threadId, given);
      expect([status, shown["instructionsVersion"], shown["waitsSinceMs"]]).toEqual([200, 2, undefined]);
    }
    const project = await world.call(endpoints.getProject, getProject, { as: as("vendor"), path: { projectId } });
    expect(project).toMatchObject({ ver: 2, instructions: { version: 2, text: given.text } });
    expect((await publish("vendor", threadId, { ver: 1, text: { en: "Other words" } })).status).toBe(409);
    expect((await publish("vendor", threadId, { ver: 2, text: given.text })).status).toBe(400);
  });
});
