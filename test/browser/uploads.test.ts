import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, eventually, signInAs } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { aProjectBody } from "../support/project-body.ts";
import { findingsOn } from "./support/axe.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const LARGE_BYTES = 40_000_000;
/** What a browser says by itself of a request that finds no network. */
const NO_NETWORK = /net::ERR_INTERNET_DISCONNECTED/;

describe("a vendor's uploads", () => {
  let world: World;
  let api: Api;
  let vendor: Person;
  let projectId: string;
  let folder: string;
  let picture: Buffer;

  beforeAll(async () => {
    world = await startWorld();
    api = await signInAs(world.server().addresses, "vendor");
    folder = await mkdtemp(join(tmpdir(), "labelloop-uploads-"));
    picture = await pictureWithOrientation(1);
  });
  beforeEach(async ({ task }) => {
    ({ projectId } = await api.call("createProject", {
      body: aProjectBody({ title: { en: task.name.slice(0, 80) } }),
    }));
    vendor = await arriveAs(world, "vendor", "desk", { allowed: NO_NETWORK });
    await vendor.page.goto(`${world.server().addresses.page}/p/${projectId}/files`);
    await named("manage.files.choose").waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await world.photograph(task.name);
    await vendor.context.close();
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const named = (key: string, vars = {}) =>
    vendor.page.getByRole("button", { name: vendor.say(key, vars), exact: true });
  const heading = (key: string, vars: Readonly<Record<string, number>>) =>
    vendor.page.getByRole("heading", { name: vendor.say(key, vars), exact: true });
  const allSent = (count: number) => heading("manage.files.progress", { done: count, total: count }).waitFor();
  const choose = async (key: string, paths: string | readonly string[]): Promise<void> => {
    const choosing = vendor.page.waitForEvent("filechooser");
    await named(key).click();
    await (await choosing).setFiles(typeof paths === "string" ? paths : [...paths]);
  };

  /** Pictures in a folder and one below it, equal to none of another test. */
  const aFolder = async (name: string): Promise<string> => {
    await mkdir(join(folder, name, "night"), { recursive: true });
    for (const path of ["a.jpg", "b.jpg", "night/c.jpg"])
      await writeFile(join(folder, name, path), Buffer.concat([picture, randomBytes(8)]));
    return join(folder, name);
  };
  /** A picture that goes in five parts: what follows on its end is no part of it. */
  const aLargePicture = async (name: string): Promise<{ readonly path: string; readonly sha256: string }> => {
    const bytes = Buffer.concat([picture, randomBytes(LARGE_BYTES)]);
    const path = join(folder, name);
    await writeFile(path, bytes);
    return { path, sha256: createHash("sha256").update(bytes).digest("hex") };
  };

  const itemsWanted = (count: number) =>
    eventually(`${count} items`, async () => {
      const { items } = await api.call("listItems", { path: { projectId }, query: {} });
      return items.length === count ? items : undefined;
    });
  const arrived = async (sha256: string): Promise<void> => {
    const [item] = await itemsWanted(1);
    expect(item?.state).toBe("open");
    const { source } = await api.call("getItem", { path: { projectId, itemId: item?.itemId ?? "" } });
    expect(source.sha256).toBe(sha256);
  };

  /** Holds the third part back until it is let go, and counts what was put of each part. */
  const holdThirdPart = async () => {
    const put: number[] = [];
    let held: Route | undefined;
    let isHolding = true;
    await vendor.page.route(/[?&]partNumber=/, async (route) => {
      const part = Number(new URL(route.request().url()).searchParams.get("partNumber"));
      if (route.request().method() !== "PUT") return route.continue();
      put.push(part);
      if (part === 3 && isHolding) held = route;
      else await route.continue();
    });
    return {
      put,
      inTheMiddle: () => eventually("the third part to be on its way", async () => held),
      stop: () => {
        isHolding = false;
      },
    };
  };

  it("come from a chosen folder with the paths in it", async () => {
    await choose("manage.files.folder", await aFolder("chosen"));
    await allSent(3);
    const items = await itemsWanted(3);
    expect(items.map(({ name }) => name).toSorted()).toEqual(["chosen/a.jpg", "chosen/b.jpg", "chosen/night/c.jpg"]);
  });

  it("come from a dropped folder with the paths in it", async () => {
    const place = await vendor.page.locator(".drop").boundingBox();
    if (!place) throw new Error("no place to drop on");
    const data = { items: [], files: [await aFolder("dropped")], dragOperationsMask: 1 };
    const devtools = await vendor.context.newCDPSession(vendor.page);
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await devtools.send("Input.dispatchDragEvent", { type, x: place.x + 20, y: place.y + 20, data });
    await allSent(3);
    const items = await itemsWanted(3);
    expect(items.map(({ name }) => name).toSorted()).toEqual(["dropped/a.jpg", "dropped/b.jpg", "dropped/night/c.jpg"]);
  });

  it("of a large file go on after a pause, and after the page was loaded again, with every part put once", async () => {
    const { page } = vendor;
    const { path, sha256 } = await aLargePicture("large.jpg");
    const third = await holdThirdPart();
    await choose("manage.files.choose", [path]);
    await third.inTheMiddle();
    await named("manage.files.pause").click();
    await page.getByText(vendor.say("manage.files.state.waiting"), { exact: true }).waitFor();

    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
    await heading("manage.files.unfinished", { count: 1 }).waitFor();
    await page.getByText("large.jpg", { exact: true }).waitFor();
    await page.getByText(vendor.say("manage.files.unfinishedDo")).waitFor();
    expect(await findingsOn(page)).toEqual([]);

    third.stop();
    await choose("manage.files.choose", [path]);
    await allSent(1);
    expect(third.put.filter((part) => part !== 3)).toEqual([1, 2, 4, 5]);
    await arrived(sha256);
    await page.reload();
    await named("manage.files.choose").waitFor();
    expect(asked, "nothing is lost by leaving now").toHaveLength(1);
    expect(await page.getByText("large.jpg").count()).toBe(0);
  });

  it("of a large file can be forgotten: its parts are given up", async () => {
    const { page, context } = vendor;
    const { path } = await aLargePicture("forgotten.jpg");
    const third = await holdThirdPart();
    await choose("manage.files.choose", [path]);
    await third.inTheMiddle();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    const forget = named("manage.files.forgetOne", { name: "forgotten.jpg" });
    await forget.waitFor();
    const { origins } = await context.storageState();
    const note = origins[0]?.localStorage.find(({ name }) => name.includes("forgotten.jpg"));
    const { key, uploadId } = JSON.parse(note?.value ?? "{}") as { key: string; uploadId: string };
    const parts = () =>
      api.call("signUploadParts", { path: { projectId }, body: { key, uploadId, sizeBytes: 1, parts: [] } });
    expect((await parts()).stored.map(({ part }) => part)).toEqual([1, 2]);
    await forget.click();
    await forget.waitFor({ state: "detached" });
    await eventually("the upload to be gone", () =>
      parts().then(
        () => undefined,
        (refused) => refused,
      ),
    );
    await page.reload();
    await named("manage.files.choose").waitFor();
    expect(await forget.count()).toBe(0);
  });

  it("say that the network is gone, and go on when they are tried again", async () => {
    const { page, context } = vendor;
    const { path, sha256 } = await aLargePicture("cut.jpg");
    const third = await holdThirdPart();
    await choose("manage.files.choose", [path]);
    const route = await third.inTheMiddle();
    await context.setOffline(true);
    third.stop();
    await route.continue();
    const retry = named("manage.files.retry", { count: 1 });
    await retry.waitFor();
    await page.getByText(vendor.say("problem.offline")).waitFor();
    await context.setOffline(false);
    await retry.click();
    await allSent(1);
    expect(third.put.filter((part) => part !== 3)).toEqual([1, 2, 4, 5]);
    await arrived(sha256);
  });

  it("asked nothing of any other machine, and no page complained but of the network", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
