import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PICTURE, pictureWithOrientation, somethingElse, TARGET } from "../support/pictures.ts";
import { type Hand, hasItem, labelAll } from "./support/annotator.ts";
import { keysOf, pressOn, typeInto } from "./support/keyboard.ts";
import { mouseOf } from "./support/mouse.ts";
import { arriveAs, demoSignIn, enterProject, joinAsNewcomer, joinSignedIn } from "./support/start.ts";
import { touchOf } from "./support/touch.ts";
import { createProject, goTo, invite, uploadFiles } from "./support/vendor.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const TITLE = "Red rectangles";
const ORIENTATIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly bbox: readonly number[] }[];
}

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

  it("lets the vendor invite annotators and a client by link, and open the project", async () => {
    await goTo(vendor, "manage.people");
    const annotators = [
      await invite(vendor, "annotator"),
      await invite(vendor, "annotator"),
      await invite(vendor, "annotator"),
    ];
    links = { annotators, client: await invite(vendor, "client") };
    await vendor.page.getByRole("link", { name: TITLE, exact: true }).click();
    await vendor.page.getByRole("button", { name: vendor.say("manage.open"), exact: true }).click();
    await vendor.page.getByText(vendor.say("manage.now.open.body")).waitFor();
  });

  it("lets somebody who is signed in join, and label every picture with the mouse at a desk", async () => {
    const nehma = await arriveAs(world, "annotator");
    await joinSignedIn(nehma, links.annotators[0] ?? "", demoSignIn(world, "annotator").name);
    await enterProject(nehma, TITLE);
    await nehma.page.getByRole("button", { name: nehma.say("annotate.instructions.start") }).click();
    const hand = mouseOf(nehma);
    const answered = await labelAll(
      nehma,
      answerBy(hand, "red", async (one) => {
        await one.choose("other", 1);
        await one.send();
      }),
    );
    expect(answered).toBe(10);
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

  it("gives the client a COCO file in which the boxes are where they were drawn, in every EXIF orientation", async () => {
    const client = await world.arrive("desk");
    const { page, say } = client;
    await joinAsNewcomer(client, links.client, { name: "Ravi", signInName: "ravi", password: "leaf-by-leaf-by-leaf" });
    await enterProject(client, TITLE);
    await page.getByRole("button", { name: say("exports.go") }).click();
    const link = page.getByRole("link", { name: "instances.json" });
    await link.waitFor({ timeout: 60_000 });
    const coming = page.waitForEvent("download");
    await link.click();
    const coco = JSON.parse(await readFile(await (await coming).path(), "utf8")) as Coco;
    const boxes = new Map(
      coco.annotations.map(({ image_id, bbox }) => [coco.images.find(({ id }) => id === image_id)?.file_name, bbox]),
    );
    expect([...boxes.keys()].map((name) => /oriented-(\d)/.exec(name ?? "")?.[1]).sort()).toEqual(
      ORIENTATIONS.map(String),
    );
    for (const [name, bbox] of boxes) {
      for (const [at, wanted] of [TARGET.x, TARGET.y, TARGET.width, TARGET.height].entries())
        expect(Math.abs((bbox[at] ?? 0) - wanted), `${name}: ${bbox}`).toBeLessThanOrEqual(1);
    }
    await client.context.close();
  });

  it("asked nothing of any other machine, and no page complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
