import { isSystemFile } from "../../core/file-names.ts";
import type { Source } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { reject } from "../../core/rejection.ts";
import type { Deps } from "../deps.ts";
import { itemIdOf } from "../item-id.ts";
import { isOldNews, itemDetails } from "../store/item-details.ts";
import { type Finding, inspect } from "./inspect.ts";
import { digestOf } from "./object-digest.ts";
import { ChangedMeanwhile, type OpenObject, openObject } from "./open-object.ts";
import { placeItem } from "./place-item.ts";

/** An object that came into the bucket, as its event tells it. */
export interface ObjectNews {
  readonly key: string;
  readonly versionId?: string;
  readonly sequencer?: string;
}

/** One object becomes one item, or a rejected one with its reason. Safe to run again: see `placeItem`. */
export const ingestObject = async (deps: Deps, project: Project, news: ObjectNews): Promise<void> => {
  const { projectId } = project;
  const { key, sequencer } = news;
  const itemId = itemIdOf(projectId, key);
  const details = itemDetails(deps);
  if (isOldNews(await details.find(projectId, itemId), sequencer)) return;
  const opened = await openObject(deps, news);
  // Deleted, or written over, before it could be read: there is nothing to label, and newer bytes have their own event.
  if (opened === "gone") return deps.log.info("object.gone", { projectId, itemId });
  try {
    await placeItem(deps, { project, key, ...(await lookAt(opened, project)) });
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    return deps.log.info("object.changed-meanwhile", { projectId, itemId });
  }
  if (sequencer) await details.noteEvent(projectId, itemId, { sequencer, etag: opened.etag });
};

const lookAt = async (
  object: OpenObject,
  { media }: Project,
): Promise<{ readonly source: Source; readonly finding: Finding }> => {
  const finding: Finding = isSystemFile(object.key)
    ? { rejection: reject("system_file", "a file that an operating system left in the folder") }
    : await inspect(object, media);
  const { key, sizeBytes, versionId } = object;
  const sha256 = await digestOf(object);
  return { finding, source: { from: "object", key, sizeBytes, sha256, ...(versionId && { versionId }) } };
};
