import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { button, hasItem } from "./support/annotator.ts";
import { type LivedIn, livedInProject } from "./support/lived-in.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA";
/** What the browser itself says of a call that the server refuses. */
const REFUSED = /status of 40[34]/;

let world: World;
let project: LivedIn;
beforeAll(async () => {
  world = await startWorld();
  project = await livedInProject(world);
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

const goTo = async ({ page }: Person, rest: string, projectId = project.projectId): Promise<void> => {
  await page.goto(`${world.server().addresses.page}/p/${projectId}${rest}`);
};
const heading = ({ page, say }: Person, key: string) =>
  page.getByRole("heading", { level: 1, name: say(key), exact: true });

/** She is told that the screen is not for her, sees nothing of it, and goes on by the one link there is. */
const isSentOn = async (person: Person, rest: string, to: { readonly place: string; readonly path: string }) => {
  const { page, say } = person;
  await goTo(person, rest);
  await heading(person, "manage.refused").waitFor();
  await expect.poll(() => page.title()).toContain(say("manage.refused"));
  expect(await page.locator("main").getByRole("button").count(), `buttons at ${rest}`).toBe(0);
  expect(await page.locator("main").locator("form, input, .drop").count(), `fields at ${rest}`).toBe(0);
  await page
    .getByRole("alert")
    .getByRole("link", { name: say("manage.refused.go", { place: to.place }) })
    .click();
  await page.waitForURL((url) => url.pathname === to.path);
};

describe("somebody who comes by address to a screen that is for others", () => {
  it.each(["en", "hi"] as const)(
    "as a client is sent on to her exports from every other screen, in %s",
    async (language) => {
      const client = await arriveAs(world, "client", "desk", { language, allowed: REFUSED });
      const to = { place: client.say("manage.exports"), path: `/p/${project.projectId}/exports` };
      const others = [
        "/files",
        "/items",
        "/review",
        "/agreement",
        "/proposals",
        "/questions",
        "/labels",
        "/people",
        "/settings",
        "/label",
        "/say",
      ];
      for (const rest of ["", ...others, `/items/${project.contested}`]) {
        await isSentOn(client, rest, to);
        await heading(client, "manage.exports").waitFor();
        await client.page.getByRole("button", { name: client.say("exports.go") }).waitFor();
      }
      await client.context.close();
    },
  );

  it("as an annotator is sent on to labelling", async () => {
    const annotator = await arriveAs(world, "annotator", "phone", { nth: 2 });
    const to = { place: annotator.say("home.label"), path: `/p/${project.projectId}/label` };
    await isSentOn(annotator, "", to);
    await annotator.page.getByRole("dialog", { name: annotator.say("annotate.instructions") }).waitFor();
    await annotator.context.close();
  });

  it("as a vendor does not read instructions for nothing, but is sent on to the project's first page", async () => {
    const vendor = await arriveAs(world, "vendor");
    await isSentOn(vendor, "/label", { place: "Meadow", path: `/p/${project.projectId}` });
    await heading(vendor, "manage.refused").waitFor({ state: "detached" });
    await vendor.page.getByRole("heading", { level: 1, name: "Meadow" }).waitFor();
    expect(await vendor.page.getByRole("dialog").count()).toBe(0);
    await vendor.context.close();
  });

  it.each(["client", "operator"])(
    "is told of a project that is not there, or not hers, and goes home (%s)",
    async (role) => {
      const stranger = await arriveAs(world, role, "desk", { allowed: REFUSED });
      const { page, say } = stranger;
      const projectId = role === "operator" ? project.projectId : NOWHERE;
      for (const rest of ["", "/files", "/label", "/exports"]) {
        await goTo(stranger, rest, projectId);
        await heading(stranger, "manage.noProject").waitFor();
        await expect.poll(() => page.title()).toContain(say("manage.noProject"));
        expect(await page.getByText(say("app.loading"), { exact: true }).count()).toBe(0);
        await page.getByRole("alert").getByRole("link").click();
        await heading(stranger, "home.title").waitFor();
      }
      await stranger.context.close();
    },
  );
});

describe("an annotator with her project in two tabs", () => {
  let [first, second] = [] as unknown as [Person, Person];
  beforeAll(async () => {
    first = await arriveAs(world, "annotator", "phone", { nth: 2 });
    await goTo(first, "/label");
    await button(first, "annotate.instructions.start").click();
    second = { ...first, page: await first.context.newPage() };
    await goTo(second, "/label");
    await Promise.all([first, second].map(hasItem));
  });
  const notice = ({ page, say }: Person) => page.getByText(say("annotate.otherTab"));

  it("is told so in the second, and not in the first", async () => {
    await notice(second).waitFor();
    expect(await notice(first).count()).toBe(0);
  });

  it("learns that an answer was refused because of her own, where to change it, and is not told to try again", async () => {
    const state = ({ page, say }: Person, key: string, vars = {}) =>
      page.locator("button.state").filter({ hasText: say(key, vars) });
    await button(first, "annotate.noneFit").click();
    await button(second, "annotate.noneFit").click();
    // The outbox is one for both tabs: whichever sends, both answers are on it.
    await second.page.bringToFront();
    await state(second, "annotate.state.shelf", { count: 1 }).click();
    const sheet = second.page.getByRole("dialog", { name: second.say("annotate.answers.title") });
    await sheet.getByText(second.say("annotate.answers.own")).waitFor();
    expect(await sheet.getByRole("button", { name: second.say("app.again"), exact: true }).count()).toBe(0);
    await sheet.getByRole("button", { name: second.say("annotate.answers.earlier"), exact: true }).waitFor();
    await second.page.keyboard.press("Escape");
  });

  it("is told no longer once the first is closed", async () => {
    await first.page.close();
    await notice(second).waitFor({ state: "detached" });
    await second.context.close();
  });
});

it("nobody was asked of any other machine, and no page complained", () => {
  expect(world.strangers).toEqual([]);
  expect(world.complaints).toEqual([]);
});
