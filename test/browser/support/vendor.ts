import type { Person } from "./world.ts";

export interface ProjectWanted {
  readonly title: string;
  readonly titleHi?: string;
  readonly overlap: { readonly min: number; readonly max: number };
  readonly labels: readonly string[];
  /** Only a label for each picture. @default false: boxes too */
  readonly withoutBoxes?: boolean;
}

/** Fills the form of a new project with a label for each picture, and boxes; ends at the place for its files. */
export const createProject = async (
  vendor: Person,
  { title, titleHi, overlap, labels, withoutBoxes = false }: ProjectWanted,
): Promise<void> => {
  const { page, say } = vendor;
  const field = (key: string, vars = {}) => page.getByLabel(say(key, vars), { exact: true });
  await page.getByRole("link", { name: say("home.create") }).click();
  await field("manage.form.title").fill(title);
  if (titleHi) {
    await page
      .getByText(say("manage.otherLanguage", { languages: "हिन्दी" }))
      .first()
      .click();
    await page.getByLabel(`${say("manage.form.title")} (हिन्दी)`, { exact: true }).fill(titleHi);
  }
  await field("manage.form.askedBy").fill("Forest Research Trust");
  await field("manage.form.purpose").fill("To find out whether boxes land where they were drawn.");
  await field("manage.form.instructions").fill("Put a box round the **red rectangle**.");
  await page.getByRole("checkbox", { name: say("manage.tool.box") }).setChecked(!withoutBoxes);
  for (const [at, label] of labels.entries()) await field("manage.label.name", { number: at + 1 }).fill(label);
  await field("manage.form.overlapMin").fill(String(overlap.min));
  await field("manage.form.overlapMax").fill(String(overlap.max));
  await page.getByRole("radio", { name: say("manage.form.certaintyMajority") }).check();
  await page.getByRole("radio", { name: say("manage.form.pay.paid"), exact: true }).check();
  await field("manage.form.amount").fill("1.50");
  await page.getByRole("button", { name: say("manage.new.go") }).click();
  await page.getByRole("heading", { name: say("manage.files.title") }).waitFor();
};

export interface FileGiven {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Hands files to the chooser that the button opens, and waits until all are sent. */
export const uploadFiles = async ({ page, say }: Person, files: readonly FileGiven[]): Promise<void> => {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: say("manage.files.choose") }).click();
  await (await choosing).setFiles([...files]);
  await page
    .getByRole("heading", { name: say("manage.files.progress", { done: files.length, total: files.length }) })
    .waitFor({ timeout: 60_000 });
};

/** Makes a link for somebody in a role: it is shown once, so each begins with a fresh page. */
export const invite = async ({ page, say }: Person, role: "annotator" | "client" | "reviewer"): Promise<string> => {
  await page.reload();
  const form = page.locator("form").filter({ has: page.getByRole("heading", { name: say("manage.invite.title") }) });
  for (const one of ["annotator", "client", "reviewer"] as const)
    await form.getByRole("checkbox", { name: say(`role.${one}`), exact: true }).setChecked(one === role);
  await form.getByRole("button", { name: say("manage.invite.go") }).click();
  return form.getByRole("textbox", { name: say("manage.link.label"), exact: true }).inputValue();
};

/** Opens the places of a project by the bar. */
export const goTo = async ({ page, say }: Person, key: string): Promise<void> => {
  await page
    .getByRole("navigation")
    .getByRole("link", { name: say(key), exact: true })
    .click();
  await page.getByRole("heading", { level: 1, name: say(key), exact: true }).waitFor();
};

/** Lets people start: on the project's first page, which wears its title. */
export const openProject = async ({ page, say }: Person, title: string): Promise<void> => {
  await page.getByRole("navigation").getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("button", { name: say("manage.open"), exact: true }).click();
  await page.getByText(say("manage.now.open.body")).waitFor();
};
