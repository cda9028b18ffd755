import { join } from "node:path";
import sharp from "sharp";
import { ANNOTATORS, isRotten } from "../../cli/demo/annotators.ts";
import { labelEverything } from "../../cli/demo/label.ts";
import { newcomer } from "../../cli/demo/people.ts";
import { propose, second } from "../../cli/demo/say.ts";
import { itemsOf, upload } from "../../cli/demo/upload.ts";
import { signIn, siteAt } from "../../cli/site.ts";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import { forestProject } from "../../core/demonstration/forest-project.ts";
import { button, labelAll, picture } from "../browser/support/annotator.ts";
import { enterProject, fillSignIn, joinAsNewcomer } from "../browser/support/start.ts";
import { wordsOf } from "../browser/support/words.ts";
import { DEVICES } from "../browser/support/world.ts";
import { startBrowser } from "../support/browser.ts";
import { startServer } from "../support/server.ts";

/**
 * `npm run screenshot`: the README's picture, docs/labelling.png, out of the story that `npm run demo` plays. On a phone,
 * in Hindi, somebody meets what another has proposed; at a desk the vendor sees what accepting it changes and costs.
 */
const place = join(import.meta.dirname, "..", "..", "docs", "labelling.png");
const PICTURES = 14;
const GAP = 24;

const server = await startServer();
const { browser, close } = await startBrowser();
try {
  const site = await siteAt(server.addresses.page);
  const account = server.addresses.demo.find(({ role }) => role === "vendor");
  if (!account) throw new Error("the demonstration has no vendor");
  const vendor = await signIn(site, account.signInName, account.password);
  const pictures = forestInsects(PICTURES);
  const title = { en: "Forest insects", hi: "जंगल के कीड़े" };
  const { projectId } = await vendor("createProject", {
    body: { ...forestProject, title, overlap: { min: 3, max: 3 } },
  });
  const path = { projectId };
  for (const one of pictures) await upload(vendor, projectId, one);
  const items = await itemsOf(vendor, projectId, pictures);
  await vendor("changeProjectState", { path, body: { to: "open" } });
  const [nehma, budhni] = await Promise.all(
    ["Nehma", "Budhni"].map(async (name) => {
      const annotator = ANNOTATORS.find((one) => one.name === name);
      if (!annotator) throw new Error(`nobody is called ${name}`);
      const api = await newcomer(site, { vendor, projectId, name, role: "annotator" });
      await labelEverything(api, { projectId, annotator, pictures: items }, () => undefined);
      return api;
    }),
  );
  if (!nehma || !budhni) throw new Error("two were asked for");
  const proposalId = await propose(nehma, { projectId, items });
  await second(budhni, { projectId, items }, proposalId, { number: 1, note: "They sit on brown leaves." });

  const arrive = async (device: "phone" | "desk", language: "hi" | "en") => {
    const more = { locale: `${language}-IN`, colorScheme: "light", deviceScaleFactor: 1 } as const;
    const context = await browser.newContext({ ...DEVICES[device], ...more });
    return { context, page: await context.newPage(), say: wordsOf(language) };
  };

  const manglu = await arrive("phone", "hi");
  const { secret } = await vendor("invite", { path, body: { roles: ["annotator"] } });
  await joinAsNewcomer(manglu, `${server.addresses.page}/invite/${secret}`, {
    name: "Manglu",
    signInName: "manglu.picture",
    password: "sal-ka-patta-7",
  });
  await enterProject(manglu, title.hi);
  await button(manglu, "annotate.instructions.start").tap();
  const answerOne = async (): Promise<boolean> => {
    const address = decodeURIComponent((await picture(manglu).getAttribute("src")) ?? "");
    const isMeeting = pictures.some((one) => isRotten(one) && address.includes(`/${one.name}.jpg`));
    await button(manglu, isMeeting ? "annotate.noneFit" : "annotate.cantTell").tap();
    if (!isMeeting) await button(manglu, "annotate.cantTell.just").tap();
    return isMeeting;
  };
  let met = false;
  while (!met)
    await labelAll(
      manglu,
      async () => {
        met = await answerOne();
      },
      { most: 1 },
    );
  const strip = manglu.page.getByRole("region", { name: manglu.say("say.second.title") });
  await strip.getByRole("button", { name: manglu.say("say.second.look") }).tap();
  await manglu.page.locator(".marked img").first().waitFor();
  await manglu.page.waitForTimeout(800);
  const onPhone = await manglu.page.screenshot();

  const desk = await arrive("desk", "en");
  await desk.page.goto(`${server.addresses.page}/p/${projectId}/proposals/${proposalId}`);
  await fillSignIn(desk, account.signInName, account.password);
  await button(desk, "proposals.answer.accept").click();
  await button(desk, "proposals.plan.look").click();
  await desk.page.getByRole("heading", { name: desk.say("proposals.plan.title") }).waitFor();
  await desk.page.getByRole("heading", { name: desk.say("proposals.plan.title") }).scrollIntoViewIfNeeded();
  await desk.page.evaluate(() => window.scrollBy(0, 420));
  await desk.page.waitForTimeout(800);
  const atDesk = await desk.page.screenshot();

  const [phone, wide] = [DEVICES.phone.viewport, DEVICES.desk.viewport];
  if (!phone || !wide) throw new Error("both have a size");
  const height = wide.height + 2 * GAP;
  await sharp({
    create: { width: phone.width + wide.width + 3 * GAP, height, channels: 3, background: "#e3e0d6" },
  })
    .composite([
      { input: onPhone, left: GAP, top: Math.round((height - phone.height) / 2) },
      { input: atDesk, left: phone.width + 2 * GAP, top: GAP },
    ])
    .png({ palette: true, colours: 128, dither: 0, effort: 10 })
    .toFile(place);
  console.log(place);
} finally {
  await close();
  await server.close();
}
