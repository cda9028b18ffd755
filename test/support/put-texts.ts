import type { ItemId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { type Deps, hashOf } from "../../lambdas/deps.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { items } from "../../lambdas/store/items.ts";
import { texts } from "../../lambdas/store/texts.ts";
import { aHeader } from "./labelling.ts";

/** Items that want annotators, whose texts came in lines of a manifest: shown without signing an address. */
export const putTexts = async (deps: Deps, { projectId }: Project, count: number): Promise<readonly ItemId[]> => {
  const ids: ItemId[] = [];
  for (let line = 1; line <= count; line++) {
    const text = `A caterpillar, seen on leaf ${line}`;
    const itemId = itemIdOf(projectId, `texts.jsonl#${line}`);
    const sha256 = hashOf(text);
    await texts(deps).put(projectId, itemId, sha256, text);
    const header: ItemHeader = aHeader({
      projectId,
      itemId,
      media: { kind: "text", contentType: "text/plain", codePoints: text.length },
      source: { from: "manifest", manifestKey: "texts.jsonl", line, sizeBytes: text.length, sha256 },
      priority: line % 3,
    });
    await items(deps).create(header, true);
    ids.push(itemId);
  }
  return ids;
};
