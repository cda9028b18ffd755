import type { Page } from "playwright-core";
import { exec } from "preact-iso/router";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { accountsInFolder, createAccount } from "../../cli/accounts.ts";
import { screens as pageScreens } from "../../web/screens.ts";
import { TARGET } from "../support/pictures.ts";
import { button } from "./support/annotator.ts";
import { findingsOn } from "./support/axe.ts";
import { type LivedIn, livedInProject } from "./support/lived-in.ts";
import { mouseOf } from "./support/mouse.ts";
import { arriveAs, fillSignIn } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

interface Screen {
  readonly name: string;
  /** After the address of the page; `undefined`: where the screen before ended. */
  readonly path?: string;
  readonly act?: (person: Person) => Promise<void>;
  /** Shown in place of the screen of that address, which is not seen by that. */
  readonly instead?: true;
}

const FIRST_PASSWORD = "given-by-hand-1";
/** What the browser itself says of a call that the server refuses. */
const REFUSED = { allowed: /status of 40[34]/ };

/** All has come that is on its way. */
const settled = async (page: Page): Promise<void> => {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"], [aria-busy="true"] main') === null);
};
const press =
  (key: string, vars = {}) =>
  ({ page, say }: Person): Promise<void> =>
    page
      .getByRole("button", { name: say(key, vars) })
      .first()
      .click();
const unfold =
  (key: string) =>
  ({ page, say }: Person): Promise<void> =>
    page.locator("summary", { hasText: say(key) }).click();
const refused =
  (key: string) =>
  ({ page, say }: Person): Promise<void> =>
    page.getByRole("heading", { level: 1, name: say(key), exact: true }).waitFor();
const dialog = async ({ page }: Person): Promise<void> => page.getByRole("dialog").first().waitFor();

let world: World;
let project: LivedIn;
beforeAll(async () => {
  world = await startWorld();
  project = await livedInProject(world);
  const accounts = await accountsInFolder(world.server().folder);
  await createAccount(accounts, { signInName: "sunita", group: "operator", password: FIRST_PASSWORD, isOwn: false });
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

/** Addresses whose own screens were looked at. */
const toured = new Set<string>();
/** Goes from screen to screen and gives all findings, each with the name of its screen. */
const tour = async (person: Person, screens: readonly Screen[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name, path, act, instead } of screens) {
    if (path !== undefined) await person.page.goto(world.server().addresses.page + path);
    await settled(person.page);
    await act?.(person);
    await settled(person.page);
    if (!instead) toured.add(new URL(person.page.url()).pathname);
    found.push(...(await findingsOn(person.page)).map((finding) => `${name} · ${finding}`));
  }
  await person.context.close();
  return found;
};
const at = (rest: string): string => `/p/${project.projectId}${rest}`;

describe.each(["en", "hi"] as const)("screens in %s, at 360 and 1280 pixels, light and dark", (language) => {
  it("of people who are not signed in have no serious finding", async () => {
    const person = await world.arrive("desk", { language, allowed: /status of 4\d\d/ });
    const screens = [
      { name: "sign-in", path: "/" },
      {
        name: "sign-in refused",
        act: async (one: Person) => {
          await one.page.getByLabel(one.say("signIn.name"), { exact: true }).fill("nobody");
          await one.page.getByLabel(one.say("signIn.password"), { exact: true }).fill("wrong-password");
          await press("signIn.go")(one);
          await one.page.getByRole("alert").waitFor();
        },
      },
      { name: "invitation", path: `/invite/${project.invitation}` },
      { name: "spent invitation", path: "/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
      { name: "reset", path: `/reset/${project.reset}` },
      { name: "no such page", path: "/nowhere" },
      {
        name: "first password",
        path: "/",
        act: async (one: Person) => {
          await fillSignIn(one, "sunita", FIRST_PASSWORD);
          await one.page.getByRole("heading", { name: one.say("firstPassword.title") }).waitFor();
        },
      },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });

  it("of an annotator have no serious finding", async () => {
    const person = await arriveAs(world, "annotator", "desk", { nth: 2, language });
    const screens: readonly Screen[] = [
      { name: "home", path: "/" },
      { name: "menu", act: press("app.menu") },
      { name: "my work", path: "/my-work" },
      { name: "my record", path: "/my-record" },
      { name: "profile", path: "/profile" },
      { name: "instructions", path: at("/label"), act: dialog },
      { name: "labelling", act: press("annotate.instructions.start") },
      {
        name: "a box drawn",
        act: async (one) => {
          const hand = mouseOf(one);
          await hand.choose("pest", 0);
          await hand.draw(TARGET);
        },
      },
      {
        name: "can't tell",
        act: async (one) =>
          button(one, "annotate.cantTell")
            .click()
            .then(() => dialog(one)),
      },
      { name: "unusable", act: press("annotate.unusable") },
      {
        name: "a proposal",
        path: at("/label"),
        act: async (one) => {
          await press("annotate.more")(one);
          await button(one, "annotate.propose").click();
          await dialog(one);
          await one.page.getByText(one.say("say.kind.add")).click();
        },
      },
      { name: "proposals", path: at("/say") },
      { name: "keys", path: at("/label"), act: async (one) => one.page.keyboard.press("?").then(() => dialog(one)) },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });

  it("of an annotator who has answered everything have no serious finding", async () => {
    const person = await arriveAs(world, "annotator", "desk", { language });
    const screens: readonly Screen[] = [
      { name: "instructions, nothing to label", path: at("/label"), act: dialog },
      {
        name: "nothing to label",
        act: async (one) => {
          await press("annotate.instructions.start")(one);
          await one.page.getByRole("heading", { name: one.say("annotate.nothing.done") }).waitFor();
        },
      },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });

  it("of a vendor's project have no serious finding", async () => {
    const person = await arriveAs(world, "vendor", "desk", { language });
    const screens: readonly Screen[] = [
      { name: "home", path: "/" },
      { name: "new project", path: "/new" },
      { name: "new project with complaints", act: press("manage.new.go") },
      { name: "overview", path: at("") },
      { name: "closing", act: async (one) => press("manage.close")(one).then(() => dialog(one)) },
      { name: "files", path: at("/files") },
      { name: "labels", path: at("/labels") },
      { name: "questions", path: at("/questions") },
      { name: "people", path: at("/people") },
      { name: "link", act: press("manage.invite.go") },
      {
        name: "member",
        act: async (one) => press("manage.member.changeOf", { name: "Nehma" })(one).then(() => dialog(one)),
      },
      { name: "settings", path: at("/settings") },
      { name: "labelling, which is not hers", path: at("/label"), act: refused("manage.refused"), instead: true },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });

  it("of items, review, agreement and exports have no serious finding", async () => {
    const person = await arriveAs(world, "vendor", "desk", { language });
    const screens: readonly Screen[] = [
      { name: "items", path: at("/items") },
      { name: "files not taken", path: at("/items?state=rejected") },
      { name: "no items in a state", path: at("/items?state=cant_tell") },
      { name: "review", path: at("/review") },
      { name: "agreement", path: at("/agreement") },
      { name: "proposals to answer", path: at("/proposals") },
      { name: "a proposal to answer", path: at(`/proposals/${project.proposal}`) },
      { name: "exports, one under way", path: at("/exports") },
      { name: "contested item", path: at(`/items/${project.contested}`) },
      { name: "item that wants answers", path: at(`/items/${project.open}`), act: unfold("manage.turn.title") },
      { name: "item not taken", path: at(`/items/${project.rejected}`) },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });

  it("of an operator have no serious finding", async () => {
    const person = await arriveAs(world, "operator", "desk", { language });
    const screens: readonly Screen[] = [
      { name: "home", path: "/" },
      { name: "vendors", path: "/vendors", act: press("manage.invite.go") },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });
});

describe.each(["en", "hi"] as const)("screens that are not hers, in %s,", (language) => {
  it("of a client have no serious finding", async () => {
    const person = await arriveAs(world, "client", "desk", { language, ...REFUSED });
    const screens: readonly Screen[] = [
      { name: "a vendor's screen", path: at("/settings"), act: refused("manage.refused"), instead: true },
      { name: "no such project", path: "/p/nowhere", act: refused("manage.noProject"), instead: true },
      { name: "no such project to label", path: "/p/nowhere/label", act: refused("manage.noProject"), instead: true },
    ];
    expect(await tour(person, screens)).toEqual([]);
  });
});

describe("screens that take a while, or tell of the check itself", () => {
  // Last, as an export waits for half a minute before it is made.
  it.each(["en", "hi"] as const)(
    "of a client, with an export to download, in %s, have no serious finding",
    async (language) => {
      const person = await arriveAs(world, "client", "desk", { language });
      const screens: readonly Screen[] = [
        { name: "client's home", path: "/" },
        {
          name: "export",
          path: at("/exports"),
          act: async ({ page }) => page.getByRole("link", { name: "instances.json" }).waitFor({ timeout: 90_000 }),
        },
      ];
      expect(await tour(person, screens)).toEqual([]);
    },
  );

  it("are all of those that the page has", () => {
    const seen = (path: string): boolean => [...toured].some((address) => exec(address, path) !== undefined);
    expect(pageScreens.map(({ path }) => path).filter((path) => !seen(path))).toEqual([]);
  });

  it("would be found if a text were too faint, or a picture had no words", async () => {
    const { page, context } = await world.arrive("desk");
    await page.setContent('<html lang="en"><title>x</title><main><p style="color:#aaa">faint</p><img src="data:,">');
    const found = (await findingsOn(page)).join("\n");
    expect(found).toContain("color-contrast");
    expect(found).toContain("image-alt");
    await context.close();
  });

  it("asked nothing of any other machine, and none complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
