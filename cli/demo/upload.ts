import type { DrawnPicture } from "../../core/demonstration/forest-insects.ts";
import type { Api } from "../api.ts";
import { rasterised } from "../raster.ts";
import { until } from "./until.ts";

/** Puts one picture into the bucket as the page does: a form whose fields the server signed, sent to the bucket itself. */
export const upload = async (vendor: Api, projectId: string, picture: DrawnPicture): Promise<void> => {
  const bytes = await rasterised(picture);
  const { files } = await vendor("startUpload", {
    path: { projectId },
    body: { files: [{ name: `${picture.name}.jpg`, sizeBytes: bytes.length, contentType: "image/jpeg" }] },
  });
  const [target] = files;
  if (target?.kind !== "post") throw new Error(`${picture.name} was not given a form to be posted with`);
  const form = new FormData();
  for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
  form.append("file", new Blob([new Uint8Array(bytes)], { type: "image/jpeg" }), `${picture.name}.jpg`);
  const response = await fetch(target.url, { method: "POST", body: form });
  if (!response.ok) throw new Error(`the bucket refused ${picture.name}: ${response.status} ${await response.text()}`);
};

/** The items that the pictures became, by item id, as soon as all are there. */
export const itemsOf = (
  vendor: Api,
  projectId: string,
  pictures: readonly DrawnPicture[],
): Promise<ReadonlyMap<string, DrawnPicture>> =>
  until("every picture to become an item", 60_000, async () => {
    const { items } = await vendor("listItems", { path: { projectId }, query: { limit: 100 } });
    const rejected = items.find(({ state }) => state === "rejected");
    if (rejected) throw new Error(`${rejected.name} was rejected: ${rejected.rejection?.message}`);
    const found = items.flatMap(({ itemId, name }) => {
      const picture = pictures.find((one) => name.endsWith(`${one.name}.jpg`));
      return picture ? [[String(itemId), picture] as const] : [];
    });
    return found.length === pictures.length ? new Map(found) : undefined;
  });
