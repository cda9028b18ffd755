import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, eventually, signInAs } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { findingsOn } from "./support/axe.ts";
import { openProject } from "./support/by-api.ts";
import { arriveAs, enterProject } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const TITLE = "Leaves that are known";
/** Pictures of what the two see, to be looked at. */
const SHOTS = join("out", "browser", "gold");
const PEST = { kind: "labelled" as const, value: { classes: ["pest"] } };

describe("gold, from the vendor's page to the annotator's", () => {
  let world: World;
  let projectId = "";
  let itemId = "";
  let annotator: Api;
  let vendor: Person;

  beforeAll(async () => {
    world = await startWorld();
    await mkdir(SHOTS, { recursive: true });
    const bytes = new Uint8Array(await pictureWithOrientation(1));
    const files = Array.from({ length: 21 }, (_, at) => ({
      ...{ name: `leaf-${at}.jpg`, contentType: "image/jpeg" },
      bytes: new Uint8Array([...bytes, at]),
    }));
    // Twenty to a packet: gold is in each that is full.
    const made = await openProject(world, { media: "image", title: { en: TITLE }, packetItems: 20 }, files, 21);
    ({ projectId } = made);
    const { items } = await made.vendor.call("listItems", { path: { projectId }, query: {} });
    itemId = items[0]?.itemId ?? "";
    await made.vendor.call("reviewItem", {
      path: { projectId, itemId: itemId as never },
      body: { round: 1, decision: PEST },
    });
    annotator = await signInAs(world.server().addresses, "annotator");
    vendor = await arriveAs(world, "vendor");
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  const toItem = async (): Promise<void> => {
    await vendor.page.goto(`${world.server().addresses.page}/p/${projectId}/items/${itemId}`);
    await vendor.page.getByText(vendor.say("manage.item.reviewed")).waitFor();
  };
  const photographed = async ({ page }: Person, name: string): Promise<void> => {
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  };

  it("is made of a settled item by the vendor", async () => {
    await toItem();
    const { page, say } = vendor;
    await page.getByText(say("manage.gold.title"), { exact: true }).click();
    await page.getByRole("button", { name: say("manage.gold.make"), exact: true }).click();
    await page.getByText(say("manage.gold.made")).waitFor();
    await page.getByText(say("manage.gold.nobodyYet")).waitFor();
    await photographed(vendor, "made");
    await page.goto(`${world.server().addresses.page}/p/${projectId}/items?state=gold`);
    await page.locator(".item-tile").first().waitFor();
    expect(await page.locator(".item-tile").count()).toBe(1);
  });

  it("is met among the others by one who is told of it once she has answered", async () => {
    const answered = await eventually("gold in her packet", async () => {
      const given = await annotator.call("assign", { path: { projectId }, body: {} });
      if (given.state !== "assigned") return undefined;
      const { assignmentId, items } = given.assignment;
      expect(JSON.stringify(given)).not.toContain("gold");
      const answer = { kind: "labelled" as const, value: { classes: ["no_pest"] } };
      const met = items.find((one) => one.itemId === itemId);
      if (!met) return undefined;
      const answers = [{ itemId: met.itemId, submissionId: crypto.randomUUID(), answer }];
      return annotator.call("submit", { path: { projectId }, body: { assignmentId, answers } });
    });
    expect(answered.results).toMatchObject([{ state: "stored", late: false, counted: true }]);
    const nehma = await arriveAs(world, "annotator", "phone");
    await enterProject(nehma, TITLE);
    const { page, say } = nehma;
    await page.getByRole("button", { name: say("annotate.instructions.start") }).click();
    await page.getByRole("button", { name: say("annotate.more"), exact: true }).click();
    await page.getByRole("button", { name: say("annotate.answers.earlier"), exact: true }).click();
    const known = page.getByText(say("annotate.answers.gold", { known: "pest" }));
    await known.waitFor();
    expect(await known.count()).toBe(1);
    await photographed(nehma, "told");
    expect(await findingsOn(page)).toEqual([]);
    await nehma.context.close();
  });

  it("shows the vendor what was said of it, by nobody's name, and is taken back", async () => {
    await toItem();
    const { page, say } = vendor;
    await page.getByText(say("manage.gold.times", { words: "no_pest", count: 1 })).waitFor();
    await photographed(vendor, "said");
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole("button", { name: say("manage.gold.takeBack"), exact: true }).click();
    await page.getByRole("button", { name: say("manage.gold.make"), exact: true }).waitFor();
  });
});
