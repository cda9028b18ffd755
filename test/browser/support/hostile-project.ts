import { type Api, apiOf, eventually, signIn, signInAs, upload } from "../../support/api.ts";
import {
  EMPTY_ZIP,
  gifThatIsScript,
  HTML_WITH_SCRIPT,
  pngThatIsPage,
  SVG_WITH_SCRIPT,
} from "../../support/hostile-files.ts";
import { anImage } from "../../support/media-files.ts";
import { aProjectBody } from "../../support/project-body.ts";
import type { World } from "./world.ts";

/** Words as short as a name that run, fetch and turn the line if anything takes them for more than words. */
export const short = (name: string): string => `"><img src=/canary/${name} onerror=pwned=1>\u202e${name}`;

const LONG_WORD = "W".repeat(180);
const MARKED = `z${"\u0301\u0316\u0338".repeat(30)}`;
export const long = (name: string): string =>
  `${short(name)} ${LONG_WORD} ${MARKED} <script>pwned=1</script> {{constructor.constructor('pwned=1')()}} ` +
  `[here](javascript:pwned=1) <svg/onload=pwned=1> <a href="javascript:pwned=1">x</a> javascript:pwned=1 ` +
  `![p](https://evil.example/canary) <https://evil.example/canary> $(pwned) \${pwned} </textarea></title><style>*{display:none}</style>`;

export interface HostileProject {
  readonly projectId: string;
  readonly proposal: string;
  readonly itemIds: readonly string[];
  /** How the one whose name is a payload signs in. */
  readonly signInName: string;
  readonly password: string;
  readonly vendor: Api;
  readonly client: Api;
}

const PASSWORD = "forest-demo-9";
const PROPOSAL = "01JD00000000000000000EV1N0";
const THREAD = "01JD00000000000000000EV1T0";
const colours = ["#d55e00", "#009e73", "#0072b2"];

const labels = ["pest", "leaf", "bark"].map((id, at) => ({
  id,
  names: { en: short(id) },
  definition: { en: long(id) },
  colour: colours[at] ?? "",
}));

const written = {
  title: { en: short("title") },
  askedBy: short("asker"),
  purpose: { en: long("purpose") },
  instructions: {
    en: `# ${short("heading")}\n\n${long("instructions")}\n\n- ${long("list")}\n\n| a | b |\n|---|---|\n| ${short("cell")} | x |`,
  },
  overlap: { min: 2, max: 2 },
};

const answer = async (api: Api, projectId: string, label: string): Promise<void> => {
  const packet = await eventually("work", async () => {
    const given = await api.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });
  const answers = packet.items.slice(0, 2).map(({ itemId }) => ({
    itemId,
    submissionId: crypto.randomUUID(),
    answer: { kind: "labelled", value: { classes: [label] } } as never,
  }));
  await api.call("submit", { path: { projectId }, body: { assignmentId: packet.assignmentId, answers } });
};

/** Somebody whose own name is a payload, in this role. */
const newcomer = async (world: World, vendor: Api, projectId: string, role: "annotator" | "client"): Promise<Api> => {
  const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: [role], note: short("note") } });
  const body = {
    signInName: `evil-${role}-${projectId.slice(0, 6)}`,
    password: PASSWORD,
    name: short(role),
    language: "en",
  } as const;
  const { addresses } = world.server();
  await apiOf(addresses).call("acceptInvitation", { path: { secret }, body });
  return signIn(addresses, body.signInName, PASSWORD);
};

/** A project in which every word that somebody can write is a payload, in the middle of its life. */
export const hostilePictures = async (world: World): Promise<HostileProject> => {
  const { addresses } = world.server();
  const vendor = await signInAs(addresses, "vendor");
  const { projectId } = await vendor.call("createProject", {
    body: aProjectBody({ ...written, ontology: { tools: ["class"], labels } }),
  });
  const path = { projectId };
  const annotator = await newcomer(world, vendor, projectId, "annotator");
  const client = await newcomer(world, vendor, projectId, "client");
  const other = await signInAs(addresses, "annotator");
  const { secret } = await vendor.call("invite", { path, body: { roles: ["annotator"], note: short("open") } });
  await other.call("joinProject", { path: { secret }, body: undefined });
  await vendor.call("invite", { path, body: { roles: ["reviewer"], note: short("waiting") } });

  const files: readonly (readonly [string, Uint8Array])[] = [
    [`${short("file")}.png`, await anImage("png", { width: 300, height: 200 })],
    [`${LONG_WORD}${MARKED}.png`, await anImage("png", { width: 200, height: 200, red: 90 })],
    [`${short("gif")}.jpg`, await gifThatIsScript()],
    [`${short("png")}.jpg`, await pngThatIsPage()],
    ["archive.jpg", Buffer.concat([await anImage("jpeg"), EMPTY_ZIP])],
    [`${short("svg")}.jpg`, SVG_WITH_SCRIPT],
    [`${short("html")}.jpg`, HTML_WITH_SCRIPT],
    [
      `${short("list")}.jsonl`,
      Buffer.from(`{"source-ref": ${JSON.stringify(long("ref"))}}\n<script>pwned=1</script>\n`),
    ],
  ];
  for (const [name, content] of files) await upload(vendor, projectId, name, content, "text/html");
  const items = await eventually("all files", async () => {
    const found = (await vendor.call("listItems", { path, query: { limit: 50 } })).items;
    return found.length === 9 ? found : undefined;
  });
  await vendor.call("changeProjectState", { path, body: { to: "open" } });
  await annotator.call("updateMe", { body: { name: short("annotator"), language: "en" } });
  await answer(annotator, projectId, "pest");
  await answer(other, projectId, "leaf");
  await annotator.call("setCredit", { path, body: { form: "named", text: short("credit"), language: "en" } as never });
  const itemId = items.find(({ state }) => state !== "rejected")?.itemId as never;
  await annotator.call("propose", {
    path,
    body: {
      proposalId: PROPOSAL,
      kind: "add",
      labels: [],
      names: { en: short("proposed") },
      definition: { en: long("defined") },
      why: long("why"),
      language: "en",
      example: { itemId },
    } as never,
  });
  await other.call("secondProposal", { path: { ...path, proposalId: PROPOSAL }, body: { note: long("second") } });
  await vendor.call("stateUse", { path, body: { useId: "01JD00000000000000000EV1S0", text: { en: long("use") } } });
  for (const [at, anchor] of [
    { kind: "item", itemId },
    { kind: "label", labelId: "pest" },
    { kind: "instructions" },
  ].entries())
    await annotator.call("openThread", {
      path,
      body: { threadId: `${THREAD.slice(0, -1)}${at}`, anchor, text: long("question"), language: "en" } as never,
    });
  await vendor.call("replyInThread", {
    path: { ...path, threadId: THREAD },
    body: { wordId: "01JD00000000000000000EV1W0", text: long("reply"), language: "en" } as never,
  });
  await client.call("startExport", { path, body: { formats: ["jsonl", "csv"] } });
  return {
    projectId,
    proposal: PROPOSAL,
    itemIds: items.map((one) => one.itemId),
    signInName: `evil-annotator-${projectId.slice(0, 6)}`,
    password: PASSWORD,
    vendor,
    client,
  };
};

/** Texts that came in a manifest, each a payload, and one file that is a page. */
export const hostileTexts = async (world: World, { vendor, signInName, password }: HostileProject): Promise<string> => {
  const { addresses } = world.server();
  const { projectId } = await vendor.call("createProject", {
    body: aProjectBody({
      ...written,
      title: { en: short("texts") },
      media: "text",
      ontology: { tools: ["class"], labels },
    }),
  });
  const path = { projectId };
  const list = [long("text"), HTML_WITH_SCRIPT.toString()].map((source) =>
    JSON.stringify({ source, note: long("extra") }),
  );
  await upload(vendor, projectId, "list.jsonl", Buffer.from(list.join("\n")), "text/html");
  await upload(
    vendor,
    projectId,
    `${short("page")}.html`,
    Buffer.from(`${HTML_WITH_SCRIPT} ${long("page")}`.padEnd(300_000, "x")),
    "text/html",
  );
  await eventually("three texts", async () => {
    const { items } = await vendor.call("listItems", { path, query: { limit: 50 } });
    return items.length === 3 ? true : undefined;
  });
  const { secret } = await vendor.call("invite", { path, body: { roles: ["annotator"] } });
  const annotator = await signIn(addresses, signInName, password);
  await annotator.call("joinProject", { path: { secret }, body: undefined });
  await vendor.call("changeProjectState", { path, body: { to: "open" } });
  return projectId;
};
