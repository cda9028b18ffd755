import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/api.ts";
import { openProject } from "./support/by-api.ts";
import { recordVideo } from "./support/recording.ts";
import { arriveAs, enterProject } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const SECONDS = 2.5;
/** What Chromium's recorder writes: WebM as Android's and Firefox's do, MP4 as Safari's does. */
const VIDEOS = [
  { name: "vp8.webm", type: "video/webm;codecs=vp8" },
  { name: "vp9.webm", type: "video/webm;codecs=vp9" },
  { name: "h264.mp4", type: "video/mp4;codecs=avc1.42E01E" },
] as const;

const IN_A_FILE = "यह इल्ली सिर्फ़ पत्ते का सड़ा हुआ हिस्सा खाती है। 🐛🍂\n\n  अगली पंक्ति, दो   खाली जगहों के बाद 👩🏽‍🌾\n";
const IN_LINES = [
  "It eats <b>only</b> the rotten part & leaves the plant “alive” 🌱",
  'one line\nand\tanother: {"source": "not me"}',
  "क्षेत्र में: क्या यह कीट है? 🇮🇳",
];

const byClass = async ({ page }: Person): Promise<void> => {
  await page.keyboard.press("1");
  await page.keyboard.press("Enter");
};
const noneFit = ({ page }: Person): Promise<void> => page.keyboard.press("0");
/** Fingers that know the keys do not wait for the sheet. */
const cantTell = async ({ page }: Person): Promise<void> => {
  await page.keyboard.press("x");
  await page.keyboard.press("2");
};

const started = async (person: Person, title: string): Promise<void> => {
  await enterProject(person, title);
  await person.page.getByRole("button", { name: person.say("annotate.instructions.start") }).click();
};

/** The one number of a state in the list under the bar. */
const countOf = async ({ page, say }: Person, state: string): Promise<number> =>
  Number(
    await page
      .locator(".share-legend li")
      .filter({ hasText: say(`manage.state.${state}`) })
      .locator(".number")
      .innerText(),
  );

/** What the vendor is shown of a project, when all of it has been answered. */
const countsShown = async (world: World, title: string, total: number) => {
  const vendor = await arriveAs(world, "vendor");
  await enterProject(vendor, title);
  const counts = await eventually("counts of all answers", async () => {
    const [agreed = 0, none_fit = 0, cant_tell = 0, open = 0] = await Promise.all(
      ["agreed", "none_fit", "cant_tell", "open"].map((state) => countOf(vendor, state)),
    );
    return agreed + none_fit + cant_tell === total ? { agreed, none_fit, cant_tell, open } : undefined;
  });
  await vendor.context.close();
  return counts;
};

describe("videos and texts on the page of an annotator", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  it("plays what browsers record, by keys, and takes a class, none of these and a reason for each", async () => {
    const title = "Caterpillars on film";
    const files = await Promise.all(
      VIDEOS.map(async ({ name, type }) => ({
        name,
        bytes: await recordVideo(world.browser, type, SECONDS),
        contentType: type.replace(/;.*/, ""),
      })),
    );
    const { projectId, vendor } = await openProject(world, { media: "video", title: { en: title } }, files, 3);
    const { items } = await vendor.call("listItems", { path: { projectId }, query: { limit: 50 } });
    for (const { name, media } of items) {
      expect(media, name).toMatchObject({ kind: "video", width: 160, height: 90 });
      // The last frame may come a little before or after the recorder was stopped.
      const durationMs = media?.kind === "video" ? media.durationMs : 0;
      expect(Math.abs(durationMs - SECONDS * 1000), `${name}: ${durationMs} ms`).toBeLessThan(600);
    }

    const annotator = await arriveAs(world, "annotator");
    await started(annotator, title);
    const seen: string[] = [];
    for (const answer of [byClass, noneFit, cantTell]) {
      seen.push(await playThrough(annotator, seen.at(-1)));
      await answer(annotator);
    }
    expect(seen.toSorted()).toEqual(VIDEOS.map(({ name }) => name).toSorted());
    await annotator.page.getByRole("heading", { name: annotator.say("annotate.nothing.done") }).waitFor();
    await annotator.page.getByRole("button", { name: annotator.say("annotate.state.sent") }).waitFor();
    await annotator.context.close();
    expect(await countsShown(world, title, 3)).toEqual({ agreed: 1, none_fit: 1, cant_tell: 1, open: 0 });
    expect(await reasonsOf(vendor, projectId)).toEqual(["blurred"]);
  });

  it("shows texts as they were written, in every script, and takes the same answers for them", async () => {
    const title = "What people wrote";
    const lines = IN_LINES.map((source, at) => JSON.stringify({ source, row: at })).join("\n");
    const files = [
      { name: "खेत.txt", bytes: Buffer.from(IN_A_FILE), contentType: "text/plain" },
      { name: "lines.jsonl", bytes: Buffer.from(`${lines}\n`), contentType: "application/jsonl" },
    ];
    const { projectId, vendor } = await openProject(world, { media: "text", title: { en: title } }, files, 4);

    const annotator = await arriveAs(world, "annotator");
    await started(annotator, title);
    const text = annotator.page.getByRole("region", { name: annotator.say("annotate.text") }).locator("p");
    const seen: string[] = [];
    for (const answer of [byClass, noneFit, cantTell, byClass]) {
      const shown = await eventually("the next text", async () => {
        const now = await text.innerText();
        return seen.includes(now) ? undefined : now;
      });
      seen.push(shown);
      await answer(annotator);
    }
    expect(seen.toSorted()).toEqual([IN_A_FILE, ...IN_LINES].toSorted());
    await annotator.page.getByRole("heading", { name: annotator.say("annotate.nothing.done") }).waitFor();
    await annotator.page.getByRole("button", { name: annotator.say("annotate.state.sent") }).waitFor();
    await annotator.context.close();
    expect(await countsShown(world, title, 4)).toEqual({ agreed: 2, none_fit: 1, cant_tell: 1, open: 0 });
    expect(await reasonsOf(vendor, projectId)).toEqual(["blurred"]);
  });

  it("asked nothing of any other machine, and no page complained", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});

/** Why people could not tell, over all items. */
const reasonsOf = async (
  vendor: Awaited<ReturnType<typeof openProject>>["vendor"],
  projectId: string,
): Promise<readonly (string | undefined)[]> => {
  const { items } = await vendor.call("listItems", { path: { projectId }, query: { state: "cant_tell" } });
  const each = await Promise.all(items.map(({ itemId }) => vendor.call("getItem", { path: { projectId, itemId } })));
  return each.flatMap(({ answers }) =>
    answers.map(({ answer }) => (answer.kind === "cant_tell" ? answer.reason : undefined)),
  );
};

/** Plays, pauses and seeks the video that is shown by keys alone; where it stands is only read. @returns its file's name */
const playThrough = async ({ page }: Person, before: string | undefined): Promise<string> => {
  const video = page.locator("video");
  const now = () =>
    video.evaluate((shown: HTMLVideoElement) => ({
      seconds: shown.currentTime,
      paused: shown.paused,
      ended: shown.ended,
      decoded: shown.videoWidth,
      name: decodeURIComponent(new URL(shown.currentSrc || shown.src).pathname.split("/").at(-1) ?? ""),
    }));
  const until = async (what: string, holds: (state: Awaited<ReturnType<typeof now>>) => boolean) =>
    eventually(what, async () => {
      const state = await now();
      return holds(state) ? state : undefined;
    });
  const { name } = await until("another video", (state) => state.decoded === 160 && state.name !== before);
  expect(await now()).toMatchObject({ paused: true, seconds: 0 });
  await page.keyboard.press("k");
  await until(`${name} to play`, ({ seconds, paused }) => !paused && seconds > 0.3);
  await page.keyboard.press("k");
  const { seconds } = await until(`${name} to pause`, ({ paused }) => paused);
  await page.keyboard.press("j");
  await until(`${name} to go back`, (state) => state.seconds < Math.max(0.01, seconds - 1));
  await page.keyboard.press("k");
  await until(`${name} to play to its end`, (state) => state.ended && state.seconds > SECONDS - 0.6);
  return name;
};
