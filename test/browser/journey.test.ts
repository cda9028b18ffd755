import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PICTURE, pictureWithOrientation, somethingElse, TARGET } from "../support/pictures.ts";
import { type Hand, hasItem, labelAll, type Rect } from "./support/annotator.ts";
import { askForExport, downloadBoxes, downloadDrawn } from "./support/coco.ts";
import { keysOf, pressOn, typeInto } from "./support/keyboard.ts";
import { mouseOf } from "./support/mouse.ts";
import { photographs } from "./support/photographs.ts";
import { arriveAs, demoSignIn, enterProject, joinAsNewcomer, joinSignedIn } from "./support/start.ts";
import { touchOf } from "./support/touch.ts";
import { createProject, goTo, invite, openProject, uploadFiles } from "./support/vendor.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const TITLE = "Red rectangles";
const ORIENTATIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Where it lies on photographs: their upright sizes are 1800 × 1200 and 1200 × 1800. */
const ON_PHOTOGRAPHS = { x: 300, y: 240, width: 600, height: 480 } as const;

/** A box in an export is where it was drawn, to one pixel. */
const expectAt = (boxes: ReadonlyMap<string, readonly number[]>, { x, y, width, height }: Rect): void => {
  for (const [name, bbox] of boxes)
    for (const [at, wanted] of [x, y, width, height].entries())
      expect(Math.abs((bbox[at] ?? 0) - wanted), `${name}: ${bbox}`).toBeLessThanOrEqual(1);
};

/** On drawn pictures a label and a box; on the other one, something that nobody else says. */
const answerBy =
  (hand: Hand, label: string, odd: (hand: Hand) => Promise<void>) =>
  async (width: number): Promise<void> => {
    if (width !== PICTURE.width) return odd(hand);
    await hand.choose(label, 0);
    await hand.draw(TARGET);
    await hand.send();
  };

describe("the whole loop in a browser, through the pages alone", () => {
  let world: World;
  let vendor: Person;
  let client: Person;
  let links: { readonly annotators: readonly string[]; readonly client: string };

  beforeAll(async () => {
    world = await startWorld();
    vendor = await arriveAs(world, "vendor");
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  it("lets a vendor create a project, upload pictures, and see which file was not taken and why", async () => {
    const { page, say } = vendor;
    await createProject(vendor, {
      title: TITLE,
      titleHi: "लाल आयत",
      overlap: { min: 3, max: 3 },
      labels: ["red", "other"],
    });
    const files = await Promise.all(
      ORIENTATIONS.map(async (orientation) => ({
        name: `oriented-${orientation}.jpg`,
        mimeType: "image/jpeg",
        buffer: await pictureWithOrientation(orientation),
      })),
    );
    const broken = {
      name: "cut-off.jpg",
      mimeType: "image/jpeg",
      buffer: (await pictureWithOrientation(1)).subarray(0, 900),
    };
    const odd = { name: "puzzle.png", mimeType: "image/png", buffer: await somethingElse() };
    await uploadFiles(vendor, [...files, odd, broken]);
    await page.getByRole("link", { name: say("manage.files.see") }).click();
    await page
      .locator(".item-tile")
      .nth(files.length + 1)
      .waitFor();
    const tile = page.locator(".item-tile").filter({ hasText: "cut-off.jpg" });
    expect(await tile.innerText()).toContain(say("manage.state.rejected"));
    expect(await tile.innerText()).toContain(say("manage.rejected.broken"));
  });

  it("lets the vendor say which picture is handed out first", async () => {
    const { page, say } = vendor;
    await page.locator(".item-tile").filter({ hasText: "puzzle.png" }).getByRole("link").click();
    await page.locator("summary", { hasText: say("manage.turn.title") }).click();
    await page.getByRole("radio", { name: say("manage.turn.usual"), checked: true }).waitFor();
    await page.getByRole("radio", { name: say("manage.turn.first") }).check();
    await page.getByRole("button", { name: say("manage.turn.go"), exact: true }).click();
    await page.getByText(say("manage.turn.done")).waitFor();
    await page.reload();
    await page.getByRole("radio", { name: say("manage.turn.first"), checked: true }).waitFor();
  });

  it("lets the vendor invite annotators and a client by link, and open the project", async () => {
    await goTo(vendor, "manage.people");
    const annotators = [
      await invite(vendor, "annotator"),
      await invite(vendor, "annotator"),
      await invite(vendor, "annotator"),
    ];
    links = { annotators, client: await invite(vendor, "client") };
    await openProject(vendor, TITLE);
  });

  it("lets somebody who is signed in join, and label every picture with the mouse at a desk", async () => {
    const nehma = await arriveAs(world, "annotator");
    await joinSignedIn(nehma, links.annotators[0] ?? "", demoSignIn(world, "annotator").name);
    await enterProject(nehma, TITLE);
    await nehma.page.getByRole("button", { name: nehma.say("annotate.instructions.start") }).click();
    const hand = mouseOf(nehma);
    const widths: number[] = [];
    const answer = answerBy(hand, "red", async (one) => {
      await one.choose("other", 1);
      await one.send();
    });
    const answered = await labelAll(nehma, async (width) => {
      widths.push(width);
      await answer(width);
    });
    expect(answered).toBe(10);
    expect(widths[0], "the picture that was put first").not.toBe(PICTURE.width);
    await nehma.context.close();
  });

  it("lets a newcomer join on a phone in Hindi, and label every picture with a finger", async () => {
    const asha = await world.arrive("phone", { language: "hi" });
    await joinAsNewcomer(asha, links.annotators[1] ?? "", {
      name: "आशा",
      signInName: "asha.kujur",
      password: "sal-ka-patta-7",
    });
    await enterProject(asha, "लाल आयत");
    await asha.page.getByRole("button", { name: asha.say("annotate.instructions.start") }).tap();
    expect(
      await labelAll(
        asha,
        answerBy(await touchOf(asha), "red", (one) => one.noneFit()),
      ),
    ).toBe(10);
    await asha.context.close();
  });

  it("lets somebody sign in, join and label every picture with the keyboard alone", async () => {
    const manglu = await world.arrive("desk");
    const { page, say } = manglu;
    const { name, password } = demoSignIn(world, "annotator", 2);
    await page.goto(links.annotators[2] ?? "");
    await pressOn(manglu, page.getByRole("button", { name: say("invite.have") }));
    await typeInto(manglu, page.getByLabel(say("signIn.name"), { exact: true }), name);
    await typeInto(manglu, page.getByLabel(say("signIn.password"), { exact: true }), password);
    await page.keyboard.press("Enter");
    await pressOn(manglu, page.getByRole("button", { name: say("invite.joinAs", { name }) }));
    const start = page.getByRole("listitem").filter({ hasText: TITLE }).getByRole("link");
    await pressOn(manglu, start);
    await pressOn(manglu, page.getByRole("button", { name: say("annotate.instructions.start") }));
    expect(
      await labelAll(
        manglu,
        answerBy(keysOf(manglu), "red", (one) => one.cantTell()),
      ),
    ).toBe(10);
    expect(await hasItem(manglu)).toBe(false);
    await manglu.context.close();
  });

  it("shows the vendor what is contested, and lets her settle it", async () => {
    const { page, say } = vendor;
    const contested = page.locator(".item-tile");
    await goTo(vendor, "manage.review");
    await contested.first().waitFor();
    expect(await contested.count()).toBe(1);
    await contested.getByRole("link").click();
    await page.getByRole("radio", { name: say("manage.answer.none_fit") }).check();
    await page.getByLabel(say("manage.settle.note"), { exact: true }).fill("Neither label was meant for this.");
    await page.getByRole("button", { name: say("manage.settle.go"), exact: true }).click();
    await page.getByText(say("manage.item.reviewed")).waitFor();
    expect(await page.locator(".answer-list > li").count()).toBe(3);
  });

  it("lets the client join by link and ask for an export", async () => {
    client = await world.arrive("desk");
    await joinAsNewcomer(client, links.client, { name: "Ravi", signInName: "ravi", password: "leaf-by-leaf-by-leaf" });
    await enterProject(client, TITLE);
    await askForExport(client);
  });

  it("puts boxes on photographs of cameras where they were drawn, in every EXIF orientation (where they are at hand)", async () => {
    const files = await photographs();
    if (files.length === 0) return console.info("the photographs are not at hand: only drawn pictures were tried");
    const { page, say } = vendor;
    await page.getByRole("link", { name: say("app.name"), exact: true }).click();
    await createProject(vendor, { title: "Photographs", overlap: { min: 1, max: 1 }, labels: ["water", "other"] });
    await uploadFiles(vendor, files);
    await page.getByRole("link", { name: say("manage.files.see") }).click();
    await page
      .locator(".item-tile")
      .nth(files.length - 1)
      .waitFor();
    await goTo(vendor, "manage.people");
    const link = await invite(vendor, "annotator");
    await openProject(vendor, "Photographs");
    const budhni = await arriveAs(world, "annotator", "desk", { nth: 1 });
    await joinSignedIn(budhni, link, demoSignIn(world, "annotator", 1).name);
    await enterProject(budhni, "Photographs");
    await budhni.page.getByRole("button", { name: budhni.say("annotate.instructions.start") }).click();
    const hand = mouseOf(budhni);
    const answered = await labelAll(budhni, async () => {
      await hand.choose("water", 0);
      await hand.draw(ON_PHOTOGRAPHS);
      await hand.send();
    });
    expect(answered).toBe(files.length);
    await budhni.context.close();
    await goTo(vendor, "manage.exports");
    await askForExport(vendor);
    const boxes = await downloadBoxes(vendor);
    expect([...boxes.keys()].sort()).toEqual(files.map(({ name }) => name).sort());
    expectAt(boxes, ON_PHOTOGRAPHS);
  });

  it("gives the client a COCO file in which the boxes are where they were drawn, in every EXIF orientation", async () => {
    const boxes = await downloadBoxes(client);
    expect([...boxes.keys()].sort()).toEqual(ORIENTATIONS.map((orientation) => `oriented-${orientation}.jpg`));
    expectAt(boxes, TARGET);
    // The same box of one hand is the same box on all nine, whatever the others drew.
    const drawn = await downloadDrawn(client);
    expect(drawn.size).toBeGreaterThanOrEqual(2);
    for (const [who, own] of drawn) {
      expect(own, who).toHaveLength(ORIENTATIONS.length);
      for (const at of [0, 1, 2, 3]) {
        const side = own.map((bbox) => bbox[at] ?? 0);
        expect(Math.max(...side) - Math.min(...side), `${who}: ${side}`).toBeLessThanOrEqual(1);
      }
    }
  });

  it("asked nothing of any other machine, and no page complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
