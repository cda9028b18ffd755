import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { accountsInFolder, createAccount } from "../../cli/accounts.ts";
import { arriveAs, demoSignIn, enterProject, fillSignIn, joinAsNewcomer } from "./support/start.ts";
import { goTo } from "./support/vendor.ts";
import { startWorld, type World } from "./support/world.ts";

/** What a browser says by itself of an answer such as "wrong password". */
const REFUSED = /status of 4\d\d/;
const FIRST = "given-by-hand-1";
const OWN = "leaves of sal and mahua";

describe("coming in", () => {
  let world: World;
  let vendorLink: string;

  beforeAll(async () => {
    world = await startWorld({ hasPictures: true });
    const accounts = await accountsInFolder(world.server().folder);
    await createAccount(accounts, { signInName: "sunita", group: "operator", password: FIRST, isOwn: false });
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  it("tells somebody that name or password is wrong, and lets her in when they are right", async () => {
    const person = await world.arrive("phone", { allowed: REFUSED });
    const { page, say } = person;
    const { name, password } = demoSignIn(world, "annotator");
    await page.goto(world.server().addresses.page);
    await fillSignIn(person, name, `${password}x`);
    await page.getByRole("alert").getByText(say("problem.wrong-sign-in")).waitFor();
    await fillSignIn(person, name, password);
    await page.getByRole("heading", { name: say("home.title") }).waitFor();
    await person.context.close();
  });

  it("asks an operator whose first password somebody else made to choose her own, which then works", async () => {
    const operator = await world.arrive("desk");
    const { page, say } = operator;
    await page.goto(world.server().addresses.page);
    await fillSignIn(operator, "sunita", FIRST);
    await page.getByRole("heading", { name: say("firstPassword.title") }).waitFor();
    await page.getByLabel(say("firstPassword.new"), { exact: true }).fill(OWN);
    await page.getByRole("button", { name: say("firstPassword.go") }).click();
    await page.getByRole("link", { name: say("home.vendors.go") }).waitFor();
    await operator.context.close();

    const again = await world.arrive("desk");
    await again.page.goto(world.server().addresses.page);
    await fillSignIn(again, "sunita", OWN);
    await again.page.getByRole("link", { name: say("home.vendors.go") }).click();
    await again.page.getByRole("button", { name: say("manage.invite.go") }).click();
    vendorLink = await again.page.getByRole("textbox", { name: say("manage.link.label"), exact: true }).inputValue();
    await again.context.close();
  });

  it("lets whom an operator invited come in as a vendor, in Hindi, and begin a project", async () => {
    const vendor = await world.arrive("phone", { language: "hi" });
    const { page, say } = vendor;
    await joinAsNewcomer(vendor, vendorLink, { name: "रवि", signInName: "ravi.k", password: OWN });
    await page.getByRole("link", { name: say("home.create") }).tap();
    await page.getByRole("button", { name: say("manage.new.go") }).tap();
    await page.getByText(say("manage.wrong.all")).waitFor();
    await page.getByText(say("manage.wrong.title"), { exact: true }).waitFor();
    expect(await page.getByLabel(say("manage.form.title"), { exact: true }).and(page.locator(":focus")).count()).toBe(
      1,
    );
    await vendor.context.close();
  });

  it("says of a link that was used that it does not work any more", async () => {
    const late = await world.arrive("desk", { allowed: REFUSED });
    await late.page.goto(vendorLink);
    await late.page.getByRole("heading", { name: late.say("invite.spent") }).waitFor();
    await late.context.close();
  });

  it("lets a vendor hand somebody a link for a new password, after which only the new one works", async () => {
    const vendor = await arriveAs(world, "vendor");
    const { name, password } = demoSignIn(world, "annotator", 2);
    await enterProject(vendor, "Forest insects");
    await goTo(vendor, "manage.people");
    await vendor.page.getByRole("button", { name: vendor.say("manage.member.changeOf", { name: "Manglu" }) }).click();
    await vendor.page.getByRole("button", { name: vendor.say("manage.member.reset") }).click();
    const shown = vendor.page.getByRole("textbox", { name: vendor.say("manage.link.label"), exact: true });
    const link = await shown.inputValue();
    await vendor.context.close();

    const manglu = await world.arrive("phone", { allowed: REFUSED });
    const { page, say } = manglu;
    await page.goto(link);
    await page.getByLabel(say("firstPassword.new"), { exact: true }).fill(OWN);
    await page.getByRole("button", { name: say("reset.go") }).tap();
    await page.getByRole("heading", { name: say("home.title") }).waitFor();
    await page.getByRole("button", { name: say("app.menu") }).tap();
    await page.getByRole("button", { name: say("app.signOut") }).tap();
    await fillSignIn(manglu, name, password);
    await page.getByRole("alert").getByText(say("problem.wrong-sign-in")).waitFor();
    await fillSignIn(manglu, name, OWN);
    await page.getByRole("heading", { name: say("home.title") }).waitFor();
    await manglu.context.close();
  });

  it("asked nothing of any other machine, and no page complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
