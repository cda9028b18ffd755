import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, eventually, signInAs } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { button, hasItem, picture } from "./support/annotator.ts";
import { findingsOn } from "./support/axe.ts";
import { openProject } from "./support/by-api.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const PICTURES = 10;
/** Markup and a turned writing direction: what somebody says is text, whatever stands in it. */
const HOSTILE = '<img src="x:" onerror="document.title=1"> \u202egnihton\u202c [a](javascript:1) सड़ी पत्ती?';

let world: World;
let vendor: Api;
let projectId: string;
let nehma: Person;
let owner: Person;

beforeAll(async () => {
  world = await startWorld();
  const shot = await pictureWithOrientation(1);
  const files = Array.from({ length: PICTURES }, (_, at) => ({
    name: `leaf-${at}.jpg`,
    // Equal bytes would be listed as duplicates of one another.
    bytes: Buffer.concat([shot, Buffer.from([at])]),
    contentType: "image/jpeg",
  }));
  const wanted = {
    media: "image" as const,
    title: { en: "Noticed" },
    packetItems: PICTURES,
    instructions: { en: "Choose one label.\n\nLook at the whole leaf.", hi: "एक लेबल चुनें।\n\nपूरी पत्ती देखें।" },
  };
  ({ projectId, vendor } = await openProject(world, wanted, files, PICTURES));
  nehma = await arriveAs(world, "annotator", "phone", {
    language: "hi",
    allowed: /ERR_INTERNET_DISCONNECTED/,
    more: { colorScheme: "dark" },
  });
  await nehma.page.goto(pageOf("/label"));
  await button(nehma, "annotate.instructions.start").click();
  expect(await hasItem(nehma)).toBe(true);
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

const pageOf = (rest: string): string => `${world.server().addresses.page}/p/${projectId}${rest}`;
const shot = ({ page }: Person, name: string) => page.screenshot({ path: `out/browser/notice-${name}.png` });
const dialog = ({ page }: Person) => page.locator("dialog[open]");
const stored = async (): Promise<number> => {
  const api = await signInAs(world.server().addresses, "annotator");
  return (await api.call("history", { path: { projectId }, query: {} })).annotations.length;
};
const untilStored = (wanted: number) =>
  eventually(`${wanted} answers to be stored`, async () => ((await stored()) === wanted ? true : undefined), 30_000);
const instruct = async (text: Record<string, string>): Promise<void> => {
  const { ver } = await vendor.call("getProject", { path: { projectId } });
  await vendor.call("updateProject", { path: { projectId }, body: { ver, instructions: text } });
};
const noneFit = async (person: Person): Promise<string | null> => {
  const before = await picture(person).getAttribute("src");
  await button(person, "annotate.noneFit").click();
  return before;
};
const changed = (person: Person) => person.page.getByRole("dialog", { name: person.say("changes.title") });

describe("an annotator whose packet is older than the instructions", () => {
  it("goes on undisturbed while nothing has changed", async () => {
    await noneFit(nehma);
    await untilStored(1);
    expect(await dialog(nehma).count()).toBe(0);
  });

  it("is shown what changed before her next answer leaves, which then goes as it is", async () => {
    await instruct({ en: "Choose one label.\n\nLook at the rotten leaf.", hi: "एक लेबल चुनें।\n\nसड़ी पत्ती देखें।" });
    await noneFit(nehma);
    await changed(nehma).waitFor();
    expect(await changed(nehma).locator("del").innerText()).toContain("पूरी");
    expect(await changed(nehma).locator("ins").innerText()).toContain("सड़ी");
    // By sign and by word, not by colour alone.
    expect(await changed(nehma).locator("ins").textContent()).toContain(`+${nehma.say("changes.added")}`);
    await shot(nehma, "phone-hi-dark");
    expect(await findingsOn(nehma.page)).toEqual([]);
    expect(await stored()).toBe(1);
    await button(nehma, "changes.go").click();
    await untilStored(2);
    expect(await dialog(nehma).count()).toBe(0);
  });

  it("is not shown the same again", async () => {
    await noneFit(nehma);
    await untilStored(3);
    expect(await dialog(nehma).count()).toBe(0);
  });

  it("may go back and change the answer instead, by key, and nothing was sent meanwhile", async () => {
    await instruct({ en: "Choose one label.\n\nLook at the stem.", hi: "एक लेबल चुनें।\n\nतना देखें।" });
    const before = await noneFit(nehma);
    await changed(nehma).waitFor();
    await nehma.page.keyboard.press("Escape");
    await nehma.page.locator(`img.picture[src="${before}"]`).waitFor();
    expect(await stored()).toBe(3);
    await button(nehma, "annotate.noneFit").click();
    await untilStored(4);
    expect(await dialog(nehma).count()).toBe(0);
  });

  it("loses nothing and is not held up without a network", async () => {
    await nehma.context.setOffline(true);
    await noneFit(nehma);
    await nehma.page.waitForTimeout(300);
    expect(await dialog(nehma).count()).toBe(0);
    await nehma.context.setOffline(false);
    await untilStored(5);
  });
});

describe("a question", () => {
  const card = () => owner.page.getByRole("article");
  beforeAll(async () => {
    owner = await arriveAs(world, "vendor", "desk");
  });

  it("is asked from the item in her words, and stands there as text, whatever is in it", async () => {
    await nehma.page.getByRole("button", { name: nehma.say("annotate.more"), exact: true }).click();
    await button(nehma, "annotate.ask").click();
    const sheet = nehma.page.getByRole("dialog", { name: nehma.say("questions.about.item") });
    await sheet.getByLabel(nehma.say("questions.ask.label")).fill(HOSTILE);
    await shot(nehma, "ask-phone-hi-dark");
    expect(await findingsOn(nehma.page)).toEqual([]);
    await sheet.getByRole("button", { name: nehma.say("questions.ask.send"), exact: true }).click();
    const told = sheet.locator(".told");
    await told.waitFor();
    expect(await told.textContent()).toBe(HOSTILE);
    expect(await sheet.locator("img, script").count()).toBe(0);
    await nehma.page.keyboard.press("Escape");
  });

  it("reaches the vendor as it was said, first among those that wait", async () => {
    await owner.page.goto(pageOf("/questions"));
    await card().waitFor();
    expect(await card().locator(".told").textContent()).toBe(HOSTILE);
    expect(await card().locator(".spoken :is(img, script, a)").count()).toBe(0);
    // The item that it is about stands beside it, for who may see every item.
    await card()
      .getByRole("img", { name: owner.say("questions.about.item") })
      .waitFor();
    expect(await card().innerText()).toContain(owner.say("questions.waits.today"));
    expect(await findingsOn(owner.page)).toEqual([]);
  });

  it("is answered, and the answer becomes instructions after the vendor has seen what changes", async () => {
    await card()
      .getByRole("button", { name: owner.say("questions.reply"), exact: true })
      .click();
    await card().getByLabel(owner.say("questions.reply.label")).fill("Then it is no pest.");
    await card()
      .getByRole("button", { name: owner.say("questions.reply.send"), exact: true })
      .click();
    await card().getByText("Then it is no pest.").waitFor();
    await card().getByText(owner.say("questions.answered"), { exact: true }).waitFor();
    await card()
      .getByRole("button", { name: owner.say("questions.toInstructions"), exact: true })
      .click();
    const field = card().getByLabel(owner.say("questions.instructions.text", { language: "Hindi" }));
    await field.fill("एक लेबल चुनें।\n\nजो सिर्फ़ सड़ी पत्ती खाए वह कीट नहीं है।");
    await card().locator(".diff ins").first().waitFor();
    await shot(owner, "to-instructions-desk");
    expect(await findingsOn(owner.page)).toEqual([]);
    await card()
      .getByRole("button", { name: owner.say("questions.instructions.publish"), exact: true })
      .click();
    await card()
      .getByText(owner.say("questions.became", { version: 4 }))
      .waitFor();
  });

  it("that became instructions is shown to her before her next answer leaves", async () => {
    const before = await stored();
    await noneFit(nehma);
    await changed(nehma).getByText(nehma.say("changes.fromQuestion")).waitFor();
    expect(await stored()).toBe(before);
    await button(nehma, "changes.go").click();
    await untilStored(before + 1);
  });

  it("is hidden by a vendor only with a reason, which stands over the words that the vendor still reads", async () => {
    await card()
      .getByRole("button", { name: owner.say("questions.hide"), exact: true })
      .click();
    const ask = owner.page.getByRole("dialog", { name: owner.say("questions.hide.title") });
    const hide = ask.getByRole("button", { name: owner.say("questions.hide"), exact: true });
    await hide.click();
    await ask.getByText(owner.say("questions.hide.groundMissing")).waitFor();
    await ask.getByLabel(owner.say("questions.ground.personal")).check();
    await ask.getByLabel(owner.say("questions.hide.reason")).fill("A telephone number.");
    await hide.click();
    await card().getByText("A telephone number.").waitFor();
    expect(await card().locator(".told").first().textContent()).toBe(HOSTILE);
    await shot(owner, "hidden-desk");
  });

  it("troubles no page: nothing ran, and nobody else was asked for anything", () => {
    expect(world.complaints).toEqual([]);
    expect(world.strangers).toEqual([]);
  });
});
