import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ANNOTATORS, isRotten, type ScriptedAnnotator } from "../../cli/demo/annotators.ts";
import { PROPOSED_NAME } from "../../cli/demo/say.ts";
import { hummedNote } from "../../cli/demo/voice.ts";
import { rasterised } from "../../cli/raster.ts";
import type { Answer } from "../../core/annotation.ts";
import { type DrawnPicture, forestInsects } from "../../core/demonstration/forest-insects.ts";
import { button, labelAll, picture } from "./support/annotator.ts";
import { arriveAs, enterProject, joinAsNewcomer } from "./support/start.ts";
import { createProject, goTo, invite, openProject, uploadFiles } from "./support/vendor.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const TITLE = "जंगल के कीड़े";
const [PEST, NOT_A_PEST] = ["कीट", "कीट नहीं"];
const WHY = "यह इल्ली सिर्फ़ पत्ती का सड़ा हिस्सा खाती है।";
const REASON = "आप सही हैं: इसके लिए हमारे पास कोई लेबल नहीं था।";
const OBJECTION = "पत्ती पर बैठी है, फिर भी कीट नहीं?";
const MICROS_EACH = 1_500_000;
const drawings = forestInsects();

/** Which drawing a picture on a page is: its address ends in the file's name. */
const drawingIn = (address: string | null): DrawnPicture => {
  const found = drawings.find(({ name }) => decodeURIComponent(address ?? "").includes(`/${name}.jpg`));
  if (!found) throw new Error(`no drawing of ours: ${address}`);
  return found;
};

const shot = ({ page }: Person, name: string) => page.screenshot({ path: `out/browser/story-${name}.png` });

/** Answers everything there is by taps, as the story has it; gives the names of the pictures that were asked. */
const labelByTaps = async (
  person: Person,
  { answer }: ScriptedAnnotator,
  round: number,
  first: { readonly after: (said: Answer) => boolean; readonly act: () => Promise<void> },
): Promise<readonly string[]> => {
  const { page } = person;
  const asked: string[] = [];
  const names = new Map([
    ["pest", PEST],
    ["not-a-pest", NOT_A_PEST],
    ["rotten-leaf-eater", PROPOSED_NAME],
  ]);
  const give = async (drawing: DrawnPicture): Promise<void> => {
    const said = answer(drawing, round);
    if (said.kind === "none_fit") return button(person, "annotate.noneFit").tap();
    if (said.kind === "cant_tell") {
      await button(person, "annotate.cantTell").tap();
      return button(person, `annotate.reason.${said.reason}`).tap();
    }
    if (said.kind === "unusable") throw new Error("nobody says that in the story");
    const name = names.get(said.value.classes?.[0] ?? "") ?? "";
    await page.getByRole("radio", { name, exact: true }).locator("..").tap();
    return button(person, "annotate.send").tap();
  };
  let isDone = false;
  await labelAll(person, async () => {
    const drawing = drawingIn(await picture(person).getAttribute("src"));
    asked.push(drawing.name);
    await give(drawing);
    if (isDone || !first.after(answer(drawing, round))) return;
    isDone = true;
    await first.act();
  });
  return asked;
};

const isNoneFit = ({ kind }: Answer): boolean => kind === "none_fit";
const isPest = (said: Answer): boolean => said.kind === "labelled" && said.value.classes?.[0] === "pest";
/** Whoever says the closest label, or that none fits, meets the proposal. */
const meets = (said: Answer): boolean => isNoneFit(said) || isPest(said);

/** What she has earned in all, as her own page tells it. */
const earnedMicros = async ({ page }: Person): Promise<number> => {
  const replied = page.waitForResponse((response) => /\/api\/my-work\b/.test(response.url()));
  await page.goto(new URL("/my-work", page.url()).href);
  const { accounts } = await (await replied).json();
  return accounts.reduce((sum: number, one: { earnedMicros: number }) => sum + one.earnedMicros, 0);
};

describe("the story of the caterpillar, on phones in Hindi, through the pages alone", () => {
  let world: World;
  let vendor: Person;
  let people: readonly Person[];
  let links: { readonly annotators: readonly string[]; readonly client: string };
  let affected: number;
  let earnedBefore: number;
  const named = (name: string): Person => {
    const found = people[ANNOTATORS.findIndex((one) => one.name === name)];
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  };

  beforeAll(async () => {
    world = await startWorld();
    vendor = await arriveAs(world, "vendor", "phone", { language: "hi" });
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  it("a vendor asks for pest or not a pest, and puts forty drawn insects in", async () => {
    const overlap = { min: 3, max: 3 };
    await createProject(vendor, { title: TITLE, overlap, labels: [PEST, NOT_A_PEST], withoutBoxes: true });
    const files = await Promise.all(
      drawings.map(async (drawing) => ({
        name: `${drawing.name}.jpg`,
        mimeType: "image/jpeg",
        buffer: Buffer.from(await rasterised(drawing)),
      })),
    );
    await uploadFiles(vendor, files);
    await goTo(vendor, "manage.people");
    links = {
      annotators: [
        await invite(vendor, "annotator"),
        await invite(vendor, "annotator"),
        await invite(vendor, "annotator"),
      ],
      client: await invite(vendor, "client"),
    };
    await openProject(vendor, TITLE);
  });

  it("Nehma finds that none of the labels fits what eats rotten leaf, and proposes one, in her words and by voice", async () => {
    people = await Promise.all(
      ANNOTATORS.map(async ({ name }, at) => {
        const person = await world.arrive("phone", { language: "hi" });
        const account = { name, signInName: `${name.toLowerCase()}.story`, password: "sal-ka-patta-7" };
        await joinAsNewcomer(person, links.annotators[at] ?? "", account);
        await enterProject(person, TITLE);
        await button(person, "annotate.instructions.start").tap();
        return person;
      }),
    );
    await labelsAll("Nehma", { after: isNoneFit, say: proposes });
  });

  it("two others meet it when they label the same, and see it too", async () => {
    await labelsAll("Budhni", { after: meets, say: seconds });
    await labelsAll("Manglu", { after: meets, say: seconds });
  });

  it("the vendor hears it, asks back, and is answered", async () => {
    const { page, say } = vendor;
    await goTo(vendor, "manage.proposals");
    await page
      .getByRole("link", { name: new RegExp(PROPOSED_NAME) })
      .first()
      .tap();
    await page.getByText(WHY).first().waitFor();
    await shot(vendor, "proposal");
    await button(vendor, "proposals.answer.ask").tap();
    await page.getByLabel(say("proposals.ask.label"), { exact: true }).fill(OBJECTION);
    await button(vendor, "proposals.ask.go").tap();
    await page.getByText(say("proposals.ask.done")).waitFor();

    const nehma = named("Nehma");
    await nehma.page.goto(nehma.page.url().replace(/\/label.*$/, "/say"));
    await nehma.page.getByText(OBJECTION).first().waitFor();
    await nehma.page.getByLabel(nehma.say("say.answer"), { exact: true }).fill(WHY);
    await button(nehma, "say.answer.send").tap();
    await nehma.page.getByText(nehma.say("say.words.me")).waitFor();
  });

  it("the vendor sees which items come back and what they cost, and accepts", async () => {
    const { page, say } = vendor;
    earnedBefore = (await Promise.all(people.map(earnedMicros))).reduce((sum, one) => sum + one, 0);
    await page.reload();
    await button(vendor, "proposals.answer.accept").tap();
    const replied = page.waitForResponse(async (response) => {
      if (!/\/plans\/\w+$/.test(response.url())) return false;
      return (await response.json()).state === "ready";
    });
    await button(vendor, "proposals.plan.look").tap();
    const plan = await (await replied).json();
    affected = plan.affected;
    expect(plan.cost.amountMicros).toEqual({ min: affected * 3 * MICROS_EACH, max: affected * 3 * MICROS_EACH });
    expect(affected).toBeGreaterThan(drawings.filter(isRotten).length);
    expect(affected).toBeLessThan(drawings.length);
    await page
      .getByText(say("proposals.plan.back", { count: affected }))
      .first()
      .waitFor();
    await page.getByLabel(say("proposals.accept.reason"), { exact: true }).fill(REASON);
    await shot(vendor, "plan");
    await page.getByRole("button", { name: say("proposals.accept.go", { count: affected }) }).tap();
    await page.getByText(say("proposals.accepted.done"), { exact: true }).waitFor();
    await page.getByText(say("proposals.again.asked", { count: affected })).waitFor();
    await shot(vendor, "accepted");
  });

  it("everybody is told, labels exactly these again with the new label, and is paid for it", async () => {
    for (const [at, person] of people.entries()) {
      const annotator = ANNOTATORS[at];
      if (!annotator) throw new Error("one page each");
      const { page, say } = person;
      await page.goto(new URL("/", page.url()).href);
      await enterProject(person, TITLE);
      const isTold = async (): Promise<void> => {
        const notice = page.getByRole("dialog", { name: say("changes.title") });
        await notice.getByText(REASON).waitFor();
        if (at === 0) await shot(person, "notice");
        await notice.getByRole("button", { name: say("changes.go") }).tap();
      };
      expect(await labelByTaps(person, annotator, 2, { after: () => true, act: isTold })).toHaveLength(affected);
    }
    const earned = (await Promise.all(people.map(earnedMicros))).reduce((sum, one) => sum + one, 0);
    expect(earned - earnedBefore).toBe(affected * 3 * MICROS_EACH);
  });

  it("a client gets the new class beside the old numbers, and a card that tells how it came", async () => {
    const client = await world.arrive("phone", { language: "hi" });
    const { page, say } = client;
    await joinAsNewcomer(client, links.client, {
      name: "Client",
      signInName: "client.story",
      password: "sal-ka-patta-7",
    });
    await enterProject(client, TITLE);
    await page.getByRole("button", { name: say("exports.go") }).tap();
    await page.getByText(say("exports.soon")).waitFor();
    const fileNamed = async (name: string): Promise<string> => {
      const link = page.getByRole("link", { name, exact: true });
      await link.waitFor({ timeout: 120_000 });
      const coming = page.waitForEvent("download");
      await link.tap();
      return readFile(await (await coming).path(), "utf8");
    };
    const coco = JSON.parse(await fileNamed("image_labels.json"));
    const ids = Object.values(JSON.parse(await fileNamed("label_map.json")).labels).map(
      (label) => label as { readonly number: number; readonly names: { readonly hi?: string } },
    );
    expect(ids.map(({ number, names }) => [number, names.hi])).toEqual([
      [1, PEST],
      [2, NOT_A_PEST],
      [3, PROPOSED_NAME],
    ]);
    expect(coco.categories.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
    const agreed = (await fileNamed("consensus.jsonl"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly round: number; readonly state: string });
    expect(agreed.filter(({ round }) => round === 2)).toHaveLength(affected);
    const card = await fileNamed("README.md");
    for (const told of [PROPOSED_NAME, WHY, REASON, OBJECTION, "1.5 INR"]) expect(card).toContain(told);
  });

  it("asked nothing of any other machine, and no page complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  interface Saying {
    readonly after: (said: Answer) => boolean;
    readonly say: (person: Person) => Promise<void>;
  }
  const labelsAll = async (name: string, { after, say }: Saying): Promise<void> => {
    const annotator = ANNOTATORS.find((one) => one.name === name);
    if (!annotator) throw new Error(`nobody is called ${name}`);
    const asked = await labelByTaps(named(name), annotator, 1, { after, act: () => say(named(name)) });
    expect(asked.toSorted()).toEqual(drawings.map((drawing) => drawing.name).toSorted());
  };

  const proposes = async (nehma: Person): Promise<void> => {
    const { page, say } = nehma;
    await button(nehma, "annotate.proposeLabel").tap();
    const sheet = page.getByRole("dialog", { name: say("say.title") });
    await sheet.getByLabel(say("say.name.add"), { exact: true }).fill(PROPOSED_NAME);
    await sheet.getByText(PEST, { exact: true }).tap();
    await sheet.getByLabel(say("say.why"), { exact: true }).fill(WHY);
    await sheet
      .locator('input[type="file"]')
      .setInputFiles({ name: "nehma.wav", mimeType: "audio/wav", buffer: hummedNote() });
    await sheet.getByRole("button", { name: say("voice.remove") }).waitFor();
    await shot(nehma, "propose");
    await sheet.getByRole("button", { name: say("say.send") }).tap();
    await page.getByRole("dialog", { name: say("say.thanks") }).waitFor();
    await button(nehma, "say.thanks.go").tap();
  };

  const seconds = async (person: Person): Promise<void> => {
    const { page, say } = person;
    const strip = page.getByRole("region", { name: say("say.second.title") });
    await strip.getByRole("button", { name: say("say.second.look") }).tap();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: say("say.second.yes") })
      .tap();
    await page.getByText(say("say.second.sent")).waitFor();
  };
});
