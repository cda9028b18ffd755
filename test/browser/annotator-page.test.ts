import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually, signInAs } from "../support/api.ts";
import { button, hasItem, labelAll } from "./support/annotator.ts";
import { arriveAs, projectIn } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const FIRST_LOAD_BYTES = 60 * 1024;
const SHIFT_MAX = 0.02;
const PICTURES = 12;

/** In the page: sums layout shifts, also those that an input caused; a button must not move under a thumb. */
const countShifts = (): void => {
  const seen = globalThis as unknown as { shift: number };
  seen.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
};
const shiftsOn = ({ page }: Person): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { shift: number }).shift);

describe("the page of an annotator", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ hasPictures: true });
    const vendor = await signInAs(world.server().addresses, "vendor");
    const [project] = (await vendor.call("listProjects")).projects;
    if (!project) throw new Error("the demonstration has no project");
    // Its pictures follow the start of the server one by one.
    await eventually("some pictures of the demonstration", async () => {
      const { items } = await vendor.call("progress", { path: { projectId: project.projectId } });
      return items.open >= PICTURES ? true : undefined;
    });
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  it("asks for no more than 60 KiB of scripts and styles on a first visit, until there is an item to label", async () => {
    const nehma = await arriveAs(world, "annotator", "phone");
    await nehma.page.getByRole("link", { name: nehma.say("home.label") }).tap();
    await button(nehma, "annotate.instructions.start").waitFor();
    const address = `${world.server().addresses.page}/p/${projectIn(nehma.page)}/label`;
    const storageState = await nehma.context.storageState();
    await nehma.context.close();

    const fresh = await world.arrive("phone", { more: { storageState } });
    const loaded: { readonly name: string; readonly bytes: number }[] = [];
    const reading: Promise<void>[] = [];
    fresh.context.on("response", (response) => {
      if (!["script", "stylesheet"].includes(response.request().resourceType())) return;
      const name = new URL(response.url()).pathname;
      reading.push(response.body().then((body) => void loaded.push({ name, bytes: gzipSync(body).length })));
    });
    await fresh.page.goto(address);
    await button(fresh, "annotate.instructions.start").tap();
    await hasItem(fresh);
    await Promise.all(reading);
    const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
    console.info(`first load: ${(total / 1024).toFixed(1)} KiB gzip in ${loaded.length} files`);
    expect(loaded.length).toBeGreaterThan(2);
    expect(total, JSON.stringify(loaded)).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
    await fresh.context.close();
  });

  it.each([
    { device: "phone", nth: 0 },
    { device: "desk", nth: 1 },
  ] as const)("stays still while she goes from item to item ($device)", async ({ device, nth }) => {
    const person = await arriveAs(world, "annotator", device, { nth, init: countShifts });
    await person.page.getByRole("link", { name: person.say("home.label") }).click();
    await button(person, "annotate.instructions.start").click();
    await hasItem(person);
    const before = await shiftsOn(person);
    const give = async (): Promise<void> => {
      await person.page.getByRole("radio").first().locator("..").click();
      await button(person, "annotate.send").click();
    };
    expect(await labelAll(person, give, { most: PICTURES })).toBe(PICTURES);
    expect((await shiftsOn(person)) - before).toBeLessThanOrEqual(SHIFT_MAX);
    await person.context.close();
  });

  it("asked nothing of any other machine, and did not complain", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
