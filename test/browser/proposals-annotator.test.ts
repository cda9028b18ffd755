import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { hummedNote } from "../../cli/demo/voice.ts";
import { type Api, signInAs } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { button, hasItem, picture } from "./support/annotator.ts";
import { findingsOn } from "./support/axe.ts";
import { openProject } from "./support/by-api.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const PICTURES = 6;
const NAME = "सड़ी पत्ती खाने वाली";
const WHY = "यह सिर्फ़ सड़ा हुआ हिस्सा खाती है, पौधे को कुछ नहीं होता।";

let world: World;
let projectId: string;
let vendor: Api;
beforeAll(async () => {
  world = await startWorld();
  const shot = await pictureWithOrientation(1);
  const files = Array.from({ length: PICTURES }, (_, at) => ({
    name: `leaf-${at}.jpg`,
    bytes: Buffer.concat([shot, Buffer.from([at])]),
    contentType: "image/jpeg",
  }));
  const title = { en: "Leaves", hi: "पत्तियाँ" };
  const opened = await openProject(world, { media: "image", title, overlap: { min: 3, max: 3 } }, files, PICTURES);
  projectId = opened.projectId;
  vendor = opened.vendor;
  for (const nth of [1, 2]) {
    const other = await signInAs(world.server().addresses, "annotator", nth);
    const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
    await other.call("joinProject", { path: { secret }, body: undefined });
  }
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

const pageOf = (rest: string): string => `${world.server().addresses.page}/p/${projectId}${rest}`;
const startLabelling = async (nth: number): Promise<Person> => {
  const person = await arriveAs(world, "annotator", "phone", {
    nth,
    language: "hi",
    allowed: /ERR_INTERNET_DISCONNECTED/,
  });
  await person.page.goto(pageOf("/label"));
  await button(person, "annotate.instructions.start").tap();
  expect(await hasItem(person)).toBe(true);
  return person;
};
const shot = (person: Person, name: string) => person.page.screenshot({ path: `out/browser/say-${name}.png` });
const strip = ({ page, say }: Person) => page.getByRole("region", { name: say("say.second.title") });
const answerNoneFit = async (person: Person): Promise<void> => {
  const before = await picture(person).getAttribute("src");
  await button(person, "annotate.noneFit").tap();
  await person.page.locator(`img.picture[src="${before}"]`).waitFor({ state: "detached" });
};

describe("on a phone, in Hindi", () => {
  let author: Person;
  beforeAll(async () => {
    author = await startLabelling(0);
  });

  it("each of the answers that are always there has its picture and its words", async () => {
    for (const key of ["annotate.noneFit", "annotate.cantTell"]) {
      const box = await button(author, key).locator("svg").first().boundingBox();
      expect(box?.width ?? 0, key).toBeGreaterThanOrEqual(16);
    }
    const [one, other] = await Promise.all(
      ["annotate.noneFit", "annotate.cantTell"].map((key) =>
        button(author, key).locator("svg path").first().getAttribute("d"),
      ),
    );
    expect(one).not.toBe(other);
    await shot(author, "dock");
  });

  it("whoever finds that none fits can propose a label, by voice and with a place on the picture", async () => {
    const { page, say } = author;
    const example = await picture(author).getAttribute("src");
    await answerNoneFit(author);
    await shot(author, "offer");
    await button(author, "annotate.proposeLabel").tap();
    const sheet = page.getByRole("dialog", { name: say("say.title") });
    await sheet.getByLabel(say("say.name.add"), { exact: true }).fill(NAME);
    // The example is what she answered, not what came after it.
    expect(new URL((await sheet.locator(".marked img").getAttribute("src")) ?? "").pathname).toBe(
      new URL(example ?? "").pathname,
    );
    await sheet.getByText("pest", { exact: true }).tap();
    await shot(author, "propose");
    // By accident away, and even a reload: what she wrote is here still.
    await sheet.getByRole("button", { name: say("app.close") }).tap();
    await page.reload();
    await hasItem(author);
    await button(author, "annotate.more").tap();
    await button(author, "annotate.propose").tap();
    await expect.poll(() => sheet.getByLabel(say("say.name.add"), { exact: true }).inputValue()).toBe(NAME);
    await sheet.getByLabel(say("say.why"), { exact: true }).fill(WHY);
    await sheet
      .locator('input[type="file"]')
      .setInputFiles({ name: "mine.wav", mimeType: "audio/wav", buffer: hummedNote() });
    await sheet.getByRole("button", { name: say("voice.remove") }).waitFor();
    await sheet.getByLabel(say("say.language"), { exact: true }).selectOption("kru");
    const area = sheet.getByRole("application");
    await area.scrollIntoViewIfNeeded();
    const box = await area.locator("img").boundingBox();
    if (!box) throw new Error("no example is shown");
    await page.touchscreen.tap(box.x + box.width * 0.2, box.y + box.height * 0.2);
    await sheet.getByText(say("say.example.corner")).waitFor();
    await page.touchscreen.tap(box.x + box.width * 0.7, box.y + box.height * 0.8);
    await sheet.getByText(say("say.example.marked")).waitFor();
    await shot(author, "propose-example");
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });

    await author.context.setOffline(true);
    await sheet.getByRole("button", { name: say("say.send") }).tap();
    await sheet.getByText(say("say.offline")).waitFor();
    await shot(author, "offline");
    await author.context.setOffline(false);
    await sheet.getByRole("button", { name: say("say.send") }).tap();
    await page.getByRole("dialog", { name: say("say.thanks") }).waitFor();
    await shot(author, "thanks");
    await button(author, "say.thanks.go").tap();
  });

  it("another who answers alike is asked whether she sees it too, hears it, and says so once", async () => {
    const other = await startLabelling(1);
    const { page, say } = other;
    const dockBefore = await button(other, "annotate.noneFit").boundingBox();
    await answerNoneFit(other);
    await strip(other).waitFor();
    expect(await button(other, "annotate.noneFit").boundingBox()).toEqual(dockBefore);
    await shot(other, "strip");
    await strip(other)
      .getByRole("button", { name: say("say.second.look") })
      .tap();
    const sheet = page.getByRole("dialog");
    await sheet.getByText(WHY).waitFor();
    await sheet.locator(".marked rect").first().waitFor();
    await expect
      .poll(() => sheet.locator(".marked img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await shot(other, "second");
    expect(await sheet.innerText()).not.toMatch(/\b[0-9]+ (और|people)/);
    await sheet.getByRole("button", { name: say("voice.play") }).tap();
    await expect
      .poll(() => sheet.locator("audio").evaluate((sound: HTMLAudioElement) => sound.currentTime > 0 && !sound.error))
      .toBe(true);
    expect(await findingsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    await sheet.getByRole("button", { name: say("say.second.yes") }).tap();
    await page.getByText(say("say.second.sent")).waitFor();
    await strip(other).waitFor({ state: "detached" });
    // Not again, neither now nor after the page was loaded anew.
    await answerNoneFit(other);
    await page.reload();
    await hasItem(other);
    await answerNoneFit(other);
    await page.waitForTimeout(1_500);
    expect(await strip(other).count()).toBe(0);
    await other.context.close();
  });

  it("whoever does not care for it is not asked again on this device", async () => {
    const third = await startLabelling(2);
    await answerNoneFit(third);
    await strip(third)
      .getByRole("button", { name: third.say("say.second.no"), exact: true })
      .tap();
    await strip(third).waitFor({ state: "detached" });
    await third.page.reload();
    await hasItem(third);
    await answerNoneFit(third);
    await third.page.waitForTimeout(1_500);
    expect(await strip(third).count()).toBe(0);
    await third.context.close();
  });

  it("its author is not asked about it, and is not told who sees it too", async () => {
    await answerNoneFit(author);
    await author.page.waitForTimeout(1_500);
    expect(await strip(author).count()).toBe(0);
    await author.page.goto(pageOf("/say"));
    const mine = author.page.getByRole("listitem").filter({ hasText: NAME });
    await mine.getByText(author.say("say.standing.today")).waitFor();
    expect(await mine.innerText()).not.toContain(author.say("say.standing.seconded"));
    await shot(author, "page");
    expect(await findingsOn(author.page)).toEqual([]);
  });

  it("she chooses how she is named, and is not until then", async () => {
    const { page, say } = author;
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.getByRole("radio", { name: say("say.credit.none") }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: say("say.credit.named") }).tap();
    await page.getByLabel(say("say.credit.text"), { exact: true }).fill("Nehma Oraon");
    await shot(author, "credit");
    await button(author, "app.save").tap();
    await page.getByText(say("app.saved")).waitFor();
    await page.reload();
    await expect.poll(() => page.getByRole("radio", { name: say("say.credit.named") }).isChecked()).toBe(true);
  });

  it("she answers what she is asked back, and reads the reason when it is declined", async () => {
    const { page, say } = author;
    const [proposal] = (await vendor.call("listProposals", { path: { projectId } })).proposals;
    const path = { projectId, proposalId: proposal?.proposalId ?? "" };
    await vendor.call("decideProposal", { path, body: { outcome: "ask", text: "On which plant?" } });
    await page.reload();
    const mine = page.getByRole("listitem").filter({ hasText: NAME });
    await mine.getByText("On which plant?").waitFor();
    await button(author, "say.answer.send").tap();
    await mine.getByText(say("say.answer.lacks")).waitFor();
    await mine.getByLabel(say("say.answer"), { exact: true }).fill("साल पर");
    await shot(author, "asked");
    await button(author, "say.answer.send").tap();
    await mine.getByText(say("say.standing.today")).waitFor();
    await mine.getByText("साल पर").waitFor();
    await vendor.call("decideProposal", { path, body: { outcome: "decline", reason: "Seen once only." } });
    await page.reload();
    await mine.getByText("Seen once only.").waitFor();
    // Answered, it says how many saw it too; and nothing more can be done to it.
    await mine.getByText(say("say.standing.seconds", { count: 1 })).waitFor();
    expect(await mine.getByRole("button").count()).toBe(0);
  });

  it("the card of a label tells who defined it and what was proposed about it", async () => {
    const { page, say } = author;
    await page.goto(pageOf("/label"));
    await hasItem(author);
    await button(author, "annotate.labels.meaning").tap();
    await page.getByRole("dialog").getByRole("button", { name: "pest", exact: true }).tap();
    const card = page.getByRole("dialog", { name: "pest" });
    await card.getByText(say("say.card.first", { who: "Forest Research Trust" })).waitFor();
    await card.getByText(NAME).first().waitFor();
    await shot(author, "card");
    expect(await findingsOn(page)).toEqual([]);
    await author.context.close();
  });

  it("asked nothing of any other machine, and did not complain", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
