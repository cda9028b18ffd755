import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually, signInAs } from "../support/api.ts";
import { pictureWithOrientation, TARGET } from "../support/pictures.ts";
import { aLabel } from "../support/project-body.ts";
import { button, type Hand, hasItem, labelAll, picture } from "./support/annotator.ts";
import { openProject } from "./support/by-api.ts";
import { mouseOf } from "./support/mouse.ts";
import { arriveAs, enterProject } from "./support/start.ts";
import { type Person, startLastingWorld, type World } from "./support/world.ts";

const PICTURES = 12;
/** What a browser says by itself of a request that finds no network, no server, or one that is still starting. */
const NO_NETWORK =
  /status of 503|net::ERR_(?:INTERNET_DISCONNECTED|CONNECTION_(?:REFUSED|RESET)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;

describe("an annotator whose work is interrupted", () => {
  let world: World;
  let nehma: Person;
  let hand: Hand;
  let projectId: string;
  let given = 0;

  beforeAll(async () => {
    world = await startLastingWorld();
    const bytes = await pictureWithOrientation(1);
    const files = Array.from({ length: PICTURES }, (_, at) => ({
      name: `picture-${at}.jpg`,
      // Equal bytes would be listed as duplicates of one another.
      bytes: Buffer.concat([bytes, Buffer.from([at])]),
      contentType: "image/jpeg",
    }));
    const ontology = { tools: ["class" as const, "box" as const], labels: [aLabel("red", "#d55e00"), aLabel("other")] };
    const wanted = { media: "image" as const, title: { en: "Interrupted" }, ontology, packetItems: PICTURES };
    ({ projectId } = await openProject(world, wanted, files, PICTURES));
    nehma = await arriveAs(world, "annotator", "desk", { allowed: NO_NETWORK });
    await enterProject(nehma, "Interrupted");
    await button(nehma, "annotate.instructions.start").click();
    hand = mouseOf(nehma);
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  /** Labels so many items as a person does, without caring whether anything can be sent. */
  const labelSome = async (many: number): Promise<void> => {
    const answered = await labelAll(
      nehma,
      async () => {
        await hand.choose("red", 0);
        await hand.send();
      },
      { most: many },
    );
    expect(answered).toBe(many);
    given += many;
  };
  const pill = (words: string | RegExp) => nehma.page.locator("button.state").filter({ hasText: words });
  /** What the server holds of hers: it must be what she gave, no more and no less. */
  const stored = async (): Promise<number> => {
    const api = await signInAs(world.server().addresses, "annotator");
    const { annotations } = await api.call("history", { path: { projectId }, query: {} });
    return annotations.length;
  };
  const allStored = () =>
    eventually(`${given} answers to be stored`, async () => ((await stored()) === given ? true : undefined), 60_000);

  it("goes on labelling without a network, is told that answers wait on the device, and they go out when it is back", async () => {
    await labelSome(1);
    await pill(nehma.say("annotate.state.sent")).waitFor();
    await nehma.context.setOffline(true);
    await labelSome(2);
    await pill(nehma.say("annotate.state.offline", { count: 2 })).waitFor();
    expect(await stored()).toBe(1);
    await nehma.context.setOffline(false);
    await pill(nehma.say("annotate.state.sent")).waitFor();
    await allStored();
  });

  it("finds the same item with the box she had drawn after loading the page again, in the same packet", async () => {
    const { page, say } = nehma;
    await hasItem(nehma);
    await hand.choose("red", 0);
    await hand.draw(TARGET);
    const size = say("annotate.drawn.size", { width: TARGET.width, height: TARGET.height });
    await page.getByText(size).waitFor();
    const path = new URL((await picture(nehma).getAttribute("src")) ?? "").pathname;
    await page.reload();
    await page.getByText(size).waitFor();
    expect(new URL((await picture(nehma).getAttribute("src")) ?? "").pathname).toBe(path);
    await page
      .getByText(say("annotate.place", { position: given + 1, total: PICTURES }))
      .first()
      .waitFor();
    await button(nehma, "annotate.labels.whole").click();
    expect(await page.getByRole("radio", { name: "red" }).isChecked()).toBe(true);
    await hand.send();
    given++;
    await allStored();
  });

  it("sees by herself a picture that did not come at first", async () => {
    const { page } = nehma;
    const pictures = /:\d+\/.*response-content-type=image/;
    await page.route(pictures, (route) => route.abort("internetdisconnected"));
    await page.reload();
    const told = page.getByRole("alert").filter({ hasText: nehma.say("annotate.pictureFailed") });
    await told.waitFor();
    await page.unroute(pictures);
    expect(await hasItem(nehma)).toBe(true);
    await told.waitFor({ state: "detached" });
  });

  it("goes on while the server is killed and started again, and nothing that she gave is lost", async () => {
    await labelSome(1);
    await world.kill();
    await labelSome(2);
    // Whether the one before the kill had gone out is a matter of moments.
    const kept = (count: number) => pill(nehma.say("annotate.state.offline", { count }));
    await kept(2).or(kept(3)).waitFor();
    await world.restart();
    await labelSome(2);
    await pill(nehma.say("annotate.state.sent")).waitFor({ timeout: 60_000 });
    await allStored();
  });

  it("finishes the packet after all that, with every item answered once", async () => {
    await labelSome(PICTURES - given);
    expect(await hasItem(nehma)).toBe(false);
    await allStored();
    const vendor = await signInAs(world.server().addresses, "vendor");
    const { items, annotations } = await vendor.call("progress", { path: { projectId } });
    expect({ agreed: items.agreed, annotations }).toEqual({ agreed: PICTURES, annotations: PICTURES });
  });

  it("asked nothing of any other machine, and no page complained but of the network", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
