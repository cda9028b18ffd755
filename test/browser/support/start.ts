import type { Page } from "playwright-core";
import type { Device, Person, World } from "./world.ts";

/** Types name and password into the form that is shown. */
export const fillSignIn = async ({ page, say }: Person, name: string, password: string): Promise<void> => {
  await page.getByLabel(say("signIn.name"), { exact: true }).fill(name);
  await page.getByLabel(say("signIn.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: say("signIn.go"), exact: true }).click();
};

export const demoSignIn = (
  world: World,
  role: string,
  nth = 0,
): { readonly name: string; readonly password: string } => {
  const found = world.server().addresses.demo.filter((one) => one.role === role)[nth];
  if (!found) throw new Error(`no demo sign-in for ${role}`);
  return { name: found.signInName, password: found.password };
};

/** Arrives at the page and signs in as somebody of the demonstration. */
export const arriveAs = async (
  world: World,
  role: string,
  device: Device = "desk",
  options: Parameters<World["arrive"]>[1] & { readonly nth?: number } = {},
): Promise<Person> => {
  const person = await world.arrive(device, options);
  const { name, password } = demoSignIn(world, role, options.nth);
  await person.page.goto(world.server().addresses.page);
  await fillSignIn(person, name, password);
  // People of the demonstration have English in their profile, which goes before the browser's language.
  if (options.language === "hi") await person.page.getByRole("button", { name: "हिन्दी", exact: true }).click();
  await person.page.getByRole("heading", { name: person.say("home.title") }).waitFor();
  return person;
};

/** Goes to the page of a project by its card at home. */
export const enterProject = async ({ page }: Person, title: string): Promise<void> => {
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  await card.getByRole("link").first().click();
};

/** From an invitation link to a seat in the project, with a sign-in of her own. */
export const joinAsNewcomer = async (
  { page, say }: Person,
  link: string,
  { name, signInName, password }: { readonly name: string; readonly signInName: string; readonly password: string },
): Promise<void> => {
  await page.goto(link);
  await page.getByLabel(say("invite.name"), { exact: true }).fill(name);
  await page.getByLabel(say("invite.signInName"), { exact: true }).fill(signInName);
  await page.getByLabel(say("signIn.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: say("invite.go"), exact: true }).click();
  await page.getByRole("heading", { name: say("home.title") }).waitFor();
};

/** Joins with the sign-in that this browser is signed in with. */
export const joinSignedIn = async ({ page, say }: Person, link: string, name: string): Promise<void> => {
  await page.goto(link);
  await page.getByRole("button", { name: say("invite.joinAs", { name }), exact: true }).click();
  await page.getByRole("heading", { name: say("home.title") }).waitFor();
};

/** The project in the address of a page. */
export const projectIn = (page: Page): string => /\/p\/([^/]+)/.exec(page.url())?.[1] ?? "";
