import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { BodyOf } from "../../lambdas/endpoints.ts";
import { type Api, apiOf, eventually, signIn, signInAs } from "../support/api.ts";
import { pictureWithOrientation, TARGET } from "../support/pictures.ts";
import { findingsOn } from "./support/axe.ts";
import { openProject } from "./support/by-api.ts";
import { pressOn, typeInto } from "./support/keyboard.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const PICTURES = 8;
const NAME = "सड़ी पत्ती खाने वाली";
const WHY = "यह सिर्फ़ सड़ा हुआ हिस्सा खाती है।\nपौधे को कुछ नहीं होता।";
/** What two people say of each picture. Those that a new label beside "pest" concerns: 0 to 4. */
const SAID = [
  ["pest", "pest"],
  ["pest", "no_pest"],
  ["pest", "no_pest"],
  ["none_fit", "none_fit"],
  ["no_pest", "none_fit"],
  ["no_pest", "no_pest"],
  ["no_pest", "no_pest"],
  ["no_pest", "no_pest"],
] as const;
const AFFECTED = 5;
const idOf = (name: string): string => `01JD${"0".repeat(22 - name.length)}${name}`;
const [NEW_LABEL, DECLINED, RENAMED, INSTRUCTION] = ["ADD", "DRP", "NAM", "NST"].map(idOf) as [
  string,
  string,
  string,
  string,
];

let world: World;
let projectId: string;
let vendorApi: Api;
let annotators: readonly Api[];
let vendor: Person;
let itemIds: readonly string[];

const joined = async (api: Api): Promise<Api> => {
  const { secret } = await vendorApi.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
  await api.call("joinProject", { path: { secret }, body: undefined });
  return api;
};
const newcomer = async (): Promise<Api> => {
  const { addresses } = world.server();
  const { secret } = await vendorApi.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
  const person = { signInName: "phulmani", password: "forest-demo-9" };
  await apiOf(addresses).call("acceptInvitation", { path: { secret }, body: { ...person, name: "P", language: "hi" } });
  return signIn(addresses, person.signInName, person.password);
};
const answerAll = async (api: Api, nth: 0 | 1): Promise<void> => {
  const packet = await eventually("work", async () => {
    const given = await api.call("assign", { path: { projectId }, body: {} });
    return given.state === "assigned" ? given.assignment : undefined;
  });
  expect(packet.items).toHaveLength(PICTURES);
  const { results } = await api.call("submit", {
    path: { projectId },
    body: {
      assignmentId: packet.assignmentId,
      answers: packet.items.map(({ itemId }) => {
        const said = SAID[itemIds.indexOf(itemId)]?.[nth] ?? "no_pest";
        const answer = said === "none_fit" ? { kind: said } : { kind: "labelled", value: { classes: [said] } };
        return { itemId, submissionId: crypto.randomUUID(), answer: answer as never };
      }),
    },
  });
  expect(results.filter(({ state }) => state === "refused")).toEqual([]);
};
const propose = (api: Api, body: Omit<BodyOf<"propose">, "example" | "language">, at = 3) =>
  api.call("propose", {
    path: { projectId },
    body: { ...body, language: "hi", example: { itemId: itemIds[at] ?? "", region: TARGET } },
  });
const statesOf = async (): Promise<readonly number[]> => {
  const { items } = await vendorApi.call("listItems", { path: { projectId }, query: { limit: 50 } });
  return itemIds.map((id) => items.find(({ itemId }) => itemId === id)?.round ?? 0);
};

beforeAll(async () => {
  world = await startWorld();
  const { addresses } = world.server();
  const shot = await pictureWithOrientation(1);
  const files = Array.from({ length: PICTURES }, (_, at) => ({
    name: `leaf-${at}.jpg`,
    bytes: Buffer.concat([shot, Buffer.from([at])]),
    contentType: "image/jpeg",
  }));
  const title = { en: "Leaves", hi: "पत्तियाँ" };
  const pay = { kind: "paid", amountMicros: 1_500_000, currency: "INR" } as const;
  const opened = await openProject(world, { media: "image", title, pay, overlap: { min: 2, max: 2 } }, files, PICTURES);
  projectId = opened.projectId;
  vendorApi = opened.vendor;
  const { items } = await vendorApi.call("listItems", { path: { projectId }, query: { limit: 50 } });
  itemIds = files.map(({ name }) => items.find((item) => item.name.endsWith(name))?.itemId ?? "");
  const [first, ...others] = await Promise.all([0, 1, 2].map((nth) => signInAs(addresses, "annotator", nth)));
  if (!first) throw new Error("no annotator");
  annotators = [first, ...(await Promise.all(others.map(joined))), await newcomer()];
  const [author, second] = annotators;
  if (!author || !second) throw new Error("too few annotators");
  await answerAll(author, 0);
  await answerAll(second, 1);
  await propose(author, {
    proposalId: NEW_LABEL,
    kind: "add",
    labels: ["pest"],
    names: { hi: NAME },
    why: WHY,
  } as never);
  await propose(second, {
    proposalId: DECLINED,
    kind: "deprecate",
    labels: ["no_pest"],
    why: "nobody needs it",
  } as never);
  for (const [nth, api] of annotators.slice(1).entries())
    await api.call("secondProposal", {
      path: { projectId, proposalId: NEW_LABEL },
      body: { note: `I saw it at ${nth}`, ...(nth === 0 && { example: { itemId: itemIds[4] ?? "" } }) } as never,
    });
  // The refusal that a quicker vendor brings about is looked for.
  vendor = await arriveAs(world, "vendor", "desk", { allowed: /status of 409/ });
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

const pageOf = (rest: string): string => `${world.server().addresses.page}/p/${projectId}${rest}`;
const shot = ({ page }: Person, name: string) =>
  page.screenshot({ path: `out/browser/answer-${name}.png`, fullPage: true });
const press = ({ page, say }: Person, key: string, vars = {}): Locator =>
  page.getByRole("button", { name: say(key, vars), exact: true });
const field = ({ page, say }: Person, key: string): Locator => page.getByLabel(say(key), { exact: true });
const openProposal = async (proposalId: string): Promise<void> => {
  await vendor.page.goto(pageOf(`/proposals/${proposalId}`));
  await vendor.page.getByRole("heading", { name: vendor.say("proposals.answer") }).waitFor();
};
const plannedOf = async (proposalId: string, changes: BodyOf<"planProposal">["changes"]): Promise<string> => {
  const { planId } = await vendorApi.call("planProposal", { path: { projectId, proposalId }, body: { changes } });
  await eventually("a plan", async () => {
    const { state } = await vendorApi.call("getPlan", { path: { projectId, planId } });
    return state === "ready" ? state : undefined;
  });
  return planId;
};

describe("the vendor at her desk", () => {
  it("learns on the project's first page that proposals wait, and comes to them", async () => {
    const { page, say } = vendor;
    await page.goto(pageOf(""));
    await page.getByText(say("manage.waiting.proposals", { count: 2 })).waitFor();
    await page
      .getByRole("navigation")
      .getByText(say("manage.proposals.waiting", { count: 2 }))
      .waitFor();
    await page.getByRole("link", { name: say("manage.waiting.answer") }).click();
    await page.getByRole("heading", { level: 1, name: say("manage.proposals") }).waitFor();
  });

  it("sees who waited longest first: its name in its own language, where it was seen, how many saw it, how old", async () => {
    const { page, say } = vendor;
    const cards = page.locator(".inbox-card");
    await expect.poll(() => cards.count()).toBe(2);
    const first = cards.first();
    expect(await first.locator("h3 [lang=hi]").innerText()).toBe(NAME);
    expect(await first.locator("p[lang=hi]").innerText()).toBe(WHY);
    expect(await first.locator("rect.stroke").getAttribute("width")).toBe(String(TARGET.width));
    await first.getByText(say("proposals.seconds", { count: 3 })).waitFor();
    await first.getByText(say("proposals.age.today")).waitFor();
    await page.getByText(say("proposals.holding.title")).waitFor();
    await shot(vendor, "inbox");
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("declines by keys alone, not without a reason, which those who label can read", async () => {
    const { page, say } = vendor;
    await openProposal(DECLINED);
    await pressOn(vendor, press(vendor, "proposals.answer.decline"));
    await pressOn(vendor, press(vendor, "proposals.decline.go"));
    await page.getByText(say("proposals.wordsNeeded")).waitFor();
    await page.locator("h1").focus();
    const reason = "The client counts them too.";
    await typeInto(vendor, field(vendor, "proposals.decline.label"), reason);
    await pressOn(vendor, press(vendor, "proposals.decline.go"));
    const heading = page.getByRole("heading", { name: say("proposals.outcome"), exact: true });
    await heading.waitFor();
    expect(await heading.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByText(reason).waitFor();
    await shot(vendor, "declined");
    const { proposals } = (await annotators[2]?.call("listProposals", { path: { projectId } })) ?? { proposals: [] };
    expect(proposals.find(({ proposalId }) => proposalId === DECLINED)?.standing).toMatchObject({
      state: "declined",
      reason,
    });
    expect(await statesOf()).toEqual(Array(PICTURES).fill(1));
  });

  it("asks back, and the proposal waits on", async () => {
    const { page, say } = vendor;
    await openProposal(NEW_LABEL);
    await page.getByText("I saw it at 2").waitFor();
    await press(vendor, "proposals.answer.ask").click();
    await field(vendor, "proposals.ask.label").fill("Only the rotten part?");
    await press(vendor, "proposals.ask.go").click();
    await page.getByText(say("proposals.answer.asked")).waitFor();
    await page.getByText("Only the rotten part?").waitFor();
  });

  it("sees before she accepts which items come back and what that costs, and nothing is changed by looking", async () => {
    const { page, say } = vendor;
    await openProposal(NEW_LABEL);
    await press(vendor, "proposals.answer.accept").click();
    expect(await page.getByLabel(`${say("proposals.change.name")} (हिन्दी)`).inputValue()).toBe(NAME);
    await field(vendor, "proposals.change.name").fill("Rot eater");
    await shot(vendor, "accept");
    await press(vendor, "proposals.plan.look").click();
    const figures = page.locator(".figures");
    await figures.waitFor();
    await page
      .getByText(say("proposals.plan.back", { count: AFFECTED }))
      .first()
      .waitFor();
    expect((await figures.locator(".figure").allInnerTexts()).map((one) => one.trim())).toEqual(["5", "10", "₹15.00"]);
    expect((await page.locator(".item-tile .item-name").allInnerTexts()).sort()).toEqual(
      [0, 1, 2, 3, 4].map((at) => `leaf-${at}.jpg`),
    );
    await page.locator(".labels-after li", { hasText: "Rot eater" }).getByText(say("proposals.after.new")).waitFor();
    await shot(vendor, "plan");
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await statesOf()).toEqual(Array(PICTURES).fill(1));
  });

  it("is told when the labels were changed meanwhile, keeps what she wrote, and looks again", async () => {
    const { page, say } = vendor;
    const [, second] = annotators;
    if (!second) throw new Error("no second annotator");
    await propose(
      second,
      { proposalId: RENAMED, kind: "rename", labels: ["no_pest"], names: { en: "friend" } } as never,
      6,
    );
    const planId = await plannedOf(RENAMED, [{ kind: "rename", label: "no_pest", names: { en: "friend" } }] as never);
    const scope = { kind: "all" } as const;
    const body = { outcome: "accept", planId, scope, reason: "a better word" } as const;
    await vendorApi.call("decideProposal", { path: { projectId, proposalId: RENAMED }, body });

    await field(vendor, "proposals.accept.reason").fill("You know it better than we did.");
    await page.getByRole("radio", { name: say("proposals.scope.sample") }).check();
    await field(vendor, "proposals.scope.items").fill("2");
    await press(vendor, "proposals.accept.go", { count: 2 }).click();
    await page.getByText(say("proposals.overtaken.title", { version: 2 })).waitFor();
    expect(await field(vendor, "proposals.change.name").inputValue()).toBe("Rot eater");
    await shot(vendor, "overtaken");
    await press(vendor, "proposals.plan.look").click();
    await page.locator(".figures").waitFor();
    await page.locator(".labels-after li", { hasText: "friend" }).waitFor();
  });

  it("accepts with a sample first, then asks for the others, and exactly the affected items are asked again", async () => {
    const { page, say } = vendor;
    await press(vendor, "proposals.accept.go", { count: 2 }).click();
    const heading = page.getByRole("heading", { name: say("proposals.outcome"), exact: true });
    await heading.waitFor();
    expect(await heading.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByText(say("proposals.outcome.version", { version: 3 })).waitFor();
    await page.getByText(say("proposals.again.asked", { count: 2 })).waitFor();
    expect((await statesOf()).filter((round) => round === 2)).toHaveLength(2);
    await page.getByText(say("proposals.again.decided", { count: 2, decided: 0 })).waitFor();
    await shot(vendor, "sample");
    await press(vendor, "proposals.again.rest", { count: 3 }).click();
    await page.getByText(say("proposals.again.asked", { count: AFFECTED })).waitFor();
    expect(await statesOf()).toEqual([2, 2, 2, 2, 2, 1, 1, 1]);
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("accepts a proposal about the instructions with what changes in them before her", async () => {
    const { page, say } = vendor;
    await propose(
      annotators[0] as Api,
      { proposalId: INSTRUCTION, kind: "instruction", labels: [], why: "two?" } as never,
      7,
    );
    await openProposal(INSTRUCTION);
    await press(vendor, "proposals.answer.accept").click();
    await field(vendor, "proposals.instructions.text").fill("Choose the one label that is right. Of two, the larger.");
    expect(await page.locator("ins").innerText()).toContain("Of two, the larger.");
    await field(vendor, "proposals.accept.reason").fill("Good question.");
    await shot(vendor, "instructions");
    await press(vendor, "proposals.instructions.go").click();
    await page.getByText(say("proposals.outcome.instructions", { version: 2 })).waitFor();
  });

  it("reads on the labels page how they came to be", async () => {
    const { page, say } = vendor;
    await page.goto(pageOf("/labels"));
    const history = page.locator(".history > li");
    await expect.poll(() => history.count()).toBe(3);
    const newest = history.first();
    await newest.getByText(say("manage.labels.version", { version: 3 })).waitFor();
    await newest.getByText("You know it better than we did.").waitFor();
    await newest.getByRole("link", { name: say("manage.labels.because") }).click();
    await page.getByText(NAME).first().waitFor();
    await page.goBack();
    await shot(vendor, "labels");
    expect(await findingsOn(page)).toEqual([]);
  });
});

it("on a phone, in Hindi, the inbox and a proposal fit and have no serious finding", async () => {
  const person = await arriveAs(world, "vendor", "phone", { language: "hi" });
  const { page, say } = person;
  for (const [rest, text] of [
    ["/proposals", say("proposals.answered")],
    [`/proposals/${NEW_LABEL}`, say("proposals.outcome")],
  ] as const) {
    await page.goto(pageOf(rest));
    await page.getByRole("heading", { name: text, exact: true }).waitFor();
    await page.setViewportSize({ width: 390, height: 780 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await shot(person, `phone${rest.length > 12 ? "-one" : ""}`);
    expect(await findingsOn(page)).toEqual([]);
  }
  await person.context.close();
});

it("nothing was asked of any other machine, and no page complained", () => {
  expect(world.strangers).toEqual([]);
  expect(world.complaints).toEqual([]);
});
