import { faultsOf } from "../../../core/audit.ts";
import type { ItemId } from "../../../core/ids.ts";
import { bucketOf, type ItemHeader } from "../../../core/item.ts";
import { hashOf } from "../../../lambdas/deps.ts";
import { newBytesKey } from "../../../lambdas/ingest/place-item.ts";
import { itemIdOf } from "../../../lambdas/item-id.ts";
import { shownItem } from "../../../lambdas/media-url.ts";
import { audits } from "../../../lambdas/store/audits.ts";
import { itemDetails } from "../../../lambdas/store/item-details.ts";
import { items } from "../../../lambdas/store/items.ts";
import { aProject } from "../../support/labelling.ts";
import type { World } from "../world/world.ts";
import type { Dropping } from "./ingest-world.ts";

const isManifest = (key: string): boolean => key.endsWith(".jsonl");

/** Every header of the project. */
export const headersOf = async (world: World): Promise<readonly ItemHeader[]> => {
  const { deps, projectId } = world;
  const pages = world.bucketsOfItems().map((bucket) => items(deps).pageOfBucket(projectId, bucket));
  return (await Promise.all(pages)).flatMap((page) => page.items.map(({ header }) => header));
};

/** Each object and each line is one item, with the newest bytes in it or waiting to be; nothing else is there. */
export const brokenItems = async (play: Dropping): Promise<readonly string[]> => {
  const { world, put, lines } = play;
  const { deps, projectId } = world;
  const headers = await headersOf(world);
  const broken: string[] = [];
  const expected = new Set<string>();
  const expect = (key: string): ItemId => {
    const itemId = itemIdOf(projectId, key);
    expected.add(itemId);
    return itemId;
  };

  for (const [key, contents] of put) {
    if (isManifest(key)) continue;
    const first = expect(key);
    for (const content of contents) expect(newBytesKey(key, { sha256: hashOf(content) }));
    const current = (await itemDetails(deps).find(projectId, first))?.currentItemId ?? first;
    const header = await items(deps).find(projectId, current);
    const before = await items(deps).find(projectId, first);
    if (!header || !before) {
      broken.push(`ingest ${key}: there is no item of it`);
      continue;
    }
    const newest = hashOf(contents.at(-1) ?? "");
    const known = [header, before].flatMap(({ source, replacement }) => [source.sha256, replacement?.sha256]);
    const beside = await items(deps).find(projectId, itemIdOf(projectId, newBytesKey(key, { sha256: newest })));
    if (!known.includes(newest) && !beside && !play.refused.has(newest))
      broken.push(`ingest ${key}: its newest bytes are not known`);
  }
  for (const [key, text] of lines) {
    const itemId = expect(key);
    const header = await items(deps).find(projectId, itemId);
    if (header?.state !== "open") broken.push(`ingest ${key}: the line is ${header?.state ?? "no item"}`);
    else if ((await shownItem(deps, header))?.text !== text) broken.push(`ingest ${key}: its text is gone`);
  }
  for (const { itemId } of headers) if (!expected.has(itemId)) broken.push(`ingest ${itemId}: nobody put it there`);

  const usable = headers.filter(({ state }) => state !== "rejected");
  for (const [sha256, same] of Map.groupBy(usable, ({ source }) => source.sha256)) {
    const firsts = same.filter(({ duplicateOf }) => duplicateOf === undefined);
    if (firsts.length > 1) broken.push(`ingest ${sha256}: ${firsts.length} items were the first with these bytes`);
  }
  const project = aProject({ overlap: { min: 2, max: 3 } });
  for (const bucket of new Set(headers.map(({ itemId }) => bucketOf(itemId)))) {
    const page = await audits(deps).page(projectId, bucket);
    for (const item of page.items)
      for (const fault of faultsOf(item, project.overlap, deps.now())) broken.push(`${item.itemId}: ${fault.kind}`);
  }
  return broken;
};
