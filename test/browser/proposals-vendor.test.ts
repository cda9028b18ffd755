import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pictureWithOrientation, TARGET } from "../support/pictures.ts";
import { findingsOn } from "./support/axe.ts";
import { pressOn, typeInto } from "./support/keyboard.ts";
import { type AnsweredProject, answeredProject, NEWCOMER_PASSWORD, plannedFor, SAID } from "./support/proposed.ts";
import { arriveAs, fillSignIn } from "./support/start.ts";
import { uploadFiles } from "./support/vendor.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const NAME = "सड़ी पत्ती खाने वाली";
const WHY = "यह सिर्फ़ सड़ा हुआ हिस्सा खाती है।\nपौधे को कुछ नहीं होता।";
/** Pictures where anybody said "pest", or that none fits. */
const AFFECTED = 5;
const idOf = (name: string): string => `01JD${"0".repeat(22 - name.length)}${name}`;
const [NEW_LABEL, DECLINED, RENAMED, INSTRUCTION] = [idOf("ADD"), idOf("DRP"), idOf("NAM"), idOf("NST")];
const FIRST_ROUND = SAID.map(() => 1);

let world: World;
let project: AnsweredProject;
let vendor: Person;

beforeAll(async () => {
  world = await startWorld();
  project = await answeredProject(world);
  const { projectId, annotators, itemIds } = project;
  const [author, second, ...others] = annotators;
  await project.propose(
    author,
    { proposalId: NEW_LABEL, kind: "add", labels: ["pest"], names: { hi: NAME }, why: WHY },
    3,
  );
  await project.propose(
    second,
    { proposalId: DECLINED, kind: "deprecate", labels: ["no_pest"], why: "nobody needs it" },
    3,
  );
  for (const [nth, api] of [second, ...others].entries())
    await api.call("secondProposal", {
      path: { projectId, proposalId: NEW_LABEL },
      body: { note: `I saw it at ${nth}`, ...(nth === 0 && { example: { itemId: itemIds[4] as never } }) },
    });
  // The refusal that a quicker vendor brings about is looked for.
  vendor = await arriveAs(world, "vendor", "desk", { allowed: /status of 409/ });
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

const pageOf = (rest: string): string => `${world.server().addresses.page}/p/${project.projectId}${rest}`;
const shot = ({ page }: Person, name: string) =>
  page.screenshot({ path: `out/browser/answer-${name}.png`, fullPage: true });
const press = ({ page, say }: Person, key: string, vars = {}): Locator =>
  page.getByRole("button", { name: say(key, vars), exact: true });
const field = ({ page, say }: Person, key: string): Locator => page.getByLabel(say(key), { exact: true });
const openProposal = async (proposalId: string): Promise<void> => {
  await vendor.page.goto(pageOf(`/proposals/${proposalId}`));
  await vendor.page.getByRole("heading", { name: vendor.say("proposals.answer") }).waitFor();
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

  it("is told where she adds files why they wait, and for what", async () => {
    const { page, say } = vendor;
    await page.goto(pageOf("/files"));
    const notice = page.locator(".notice").filter({ hasText: say("proposals.holding.title") });
    await notice.getByRole("link", { name: new RegExp(NAME) }).waitFor();
    const file = { name: "late.jpg", mimeType: "image/jpeg", buffer: await pictureWithOrientation(3) };
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: say("manage.files.choose") }).click();
    await (await choosing).setFiles([file]);
    await page.getByText(say("manage.files.held")).waitFor();
    await shot(vendor, "held");
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
    const { proposals } = await project.annotators[2].call("listProposals", {
      path: { projectId: project.projectId },
    });
    expect(proposals.find(({ proposalId }) => proposalId === DECLINED)?.standing).toMatchObject({
      state: "declined",
      reason,
    });
    expect(await project.rounds()).toEqual(FIRST_ROUND);
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
    expect(await project.rounds()).toEqual(FIRST_ROUND);
  });

  it("is told when the labels were changed meanwhile, keeps what she wrote, and looks again", async () => {
    const { page, say } = vendor;
    const rename = { kind: "rename", names: { en: "friend" } } as const;
    await project.propose(project.annotators[1], { ...rename, proposalId: RENAMED, labels: ["no_pest"] }, 6);
    const planId = await plannedFor(project, RENAMED, [{ ...rename, label: "no_pest" }]);
    const body = { outcome: "accept", planId, scope: { kind: "all" }, reason: "a better word" } as const;
    const path = { projectId: project.projectId, proposalId: RENAMED };
    await project.vendor.call("decideProposal", { path, body });

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
    expect((await project.rounds()).filter((round) => round === 2)).toHaveLength(2);
    await page.getByText(say("proposals.again.decided", { count: 2, decided: 0 })).waitFor();
    await shot(vendor, "sample");
    await press(vendor, "proposals.again.rest", { count: 3 }).click();
    await page.getByText(say("proposals.again.asked", { count: AFFECTED })).waitFor();
    expect(await project.rounds()).toEqual([2, 2, 2, 2, 2, 1, 1, 1]);
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("adds files again once it is answered", async () => {
    const { page, say } = vendor;
    await page.goto(pageOf("/files"));
    const files = [{ name: "late.jpg", mimeType: "image/jpeg", buffer: await pictureWithOrientation(3) }];
    await uploadFiles(vendor, files);
    await page
      .getByText(say("manage.files.allDone", { count: 1 }))
      .first()
      .waitFor({ state: "attached" });
    expect(await page.getByText(say("proposals.holding.title")).count()).toBe(0);
  });

  it("accepts a proposal about the instructions with what changes in them before her", async () => {
    const { page, say } = vendor;
    const asked = { proposalId: INSTRUCTION, kind: "instruction", why: "two?" } as const;
    await project.propose(project.annotators[0], { ...asked, labels: [] }, 7);
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
    await newest.waitFor();
    await shot(vendor, "labels");
    expect(await findingsOn(page)).toEqual([]);
  });
});

it("a reviewer reads it all, and answers nothing", async () => {
  const person = await world.arrive("desk");
  const { page, say } = person;
  await project.newcomer("rani", "reviewer");
  const waiting = { proposalId: idOf("WAT"), kind: "deprecate", labels: ["no_pest"], why: "still waits" } as const;
  await project.propose(project.annotators[0], waiting, 5);
  await page.goto(pageOf(`/proposals/${waiting.proposalId}`));
  await fillSignIn(person, "rani", NEWCOMER_PASSWORD);
  await page.getByText("still waits").waitFor();
  await page.getByText(say("proposals.vendorAnswers")).waitFor();
  for (const key of ["accept", "ask", "decline"])
    expect(await press(person, `proposals.answer.${key}`).count(), key).toBe(0);
  await page.getByRole("link", { name: say("proposals.all") }).click();
  await page.locator(".inbox-card").first().waitFor();
  await person.context.close();
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
