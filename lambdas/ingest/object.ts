import { isManifest, isSystemFile } from "../../core/file-names.ts";
import type { ItemId } from "../../core/ids.ts";
import type { Source } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { reject } from "../../core/rejection.ts";
import { nameFault } from "../../core/upload-name.ts";
import type { Deps } from "../deps.ts";
import { itemIdOf } from "../item-id.ts";
import { isOldNews, itemDetails } from "../store/item-details.ts";
import { stats } from "../store/stats.ts";
import { type Finding, inspect } from "./inspect.ts";
import { ingestManifest } from "./manifest.ts";
import type { DigestMessage } from "./messages.ts";
import { digestOf, digestOn, ONE_RUN_BYTES_MAX, startOfDigest } from "./object-digest.ts";
import { ChangedMeanwhile, inRanges, type OpenObject, openObject, type PinnedObject } from "./open-object.ts";
import { placeItem } from "./place-item.ts";
import { sendOnward } from "./send-onward.ts";

/** An object that came into the bucket, as its event tells it. */
export interface ObjectNews {
  readonly key: string;
  readonly versionId?: string;
  readonly sequencer?: string;
}

/** One object becomes one item, or a rejected one with its reason. Safe to run again: see `placeItem`. */
export const ingestObject = async (deps: Deps, project: Project, news: ObjectNews): Promise<"taken" | "gone"> => {
  const { projectId } = project;
  const { key, sequencer } = news;
  const itemId = itemIdOf(projectId, key);
  if (isOldNews(await itemDetails(deps).find(projectId, itemId), sequencer)) return "taken";
  const object = await openObject(deps, news);
  if (object === "gone") {
    // Deleted before it could be read: there is nothing to label.
    deps.log.info("object.gone", { projectId, itemId });
    return "gone";
  }
  await unlessSuperseded(deps, project, itemId, async () => {
    if (isManifest(key) && nameFault(partOf(key)) === undefined) await ingestManifest(deps, project, object);
    else if ((await takeIn(deps, project, object, sequencer)) === "onward") return;
    if (sequencer) await itemDetails(deps).noteEvent(projectId, itemId, { sequencer, etag: object.etag });
  });
  return "taken";
};

/** Goes on with the hash of a large object; when it is complete, the object becomes an item. */
export const ingestDigest = async (deps: Deps, project: Project, message: DigestMessage): Promise<void> => {
  const { projectId } = project;
  const { object: pinned, media, at, state, sequencer } = message;
  const { versionId, ...rest } = pinned;
  const object = inRanges(deps, { ...rest, ...(versionId && { versionId }) });
  const itemId = itemIdOf(projectId, object.key);
  await unlessSuperseded(deps, project, itemId, async () => {
    const digest = await digestOn(object, { at, state }, deps.now);
    if (!("sha256" in digest)) return sendOnward(deps, [{ ...message, ...digest }]);
    await place(deps, project, object, { media }, { sha256: digest.sha256, sequencer });
    if (sequencer) await itemDetails(deps).noteEvent(projectId, itemId, { sequencer, etag: object.etag });
  });
};

const takeIn = async (
  deps: Deps,
  project: Project,
  object: OpenObject,
  sequencer: string | undefined,
): Promise<"placed" | "onward"> => {
  const finding = byName(object.key) ?? (await inspect(object, project.media));
  if (object.sizeBytes <= ONE_RUN_BYTES_MAX) {
    await place(deps, project, object, finding, { sha256: await digestOf(object), sequencer });
    return "placed";
  }
  if ("rejection" in finding) {
    // Nobody will label it, so its gigabytes are not read for a hash.
    await place(deps, project, object, finding, { sha256: "", sequencer });
    return "placed";
  }
  const { projectId } = project;
  const digest = { ...startOfDigest(), media: finding.media, ...(sequencer && { sequencer }) };
  await sendOnward(deps, [{ kind: "digest", projectId, object: pinnedOf(object), ...digest }]);
  return "onward";
};

/** What is wrong with a file whatever its bytes are. */
const byName = (key: string): Finding | undefined => {
  if (isSystemFile(key))
    return { rejection: reject("system_file", "a file that an operating system left in the folder") };
  const fault = nameFault(partOf(key));
  return fault ? { rejection: reject("bad_name", `the file cannot be taken by its name: ${fault}`) } : undefined;
};

const partOf = (key: string): string => key.slice(key.indexOf("/") + 1);

const pinnedOf = ({ key, versionId, etag, sizeBytes }: PinnedObject): PinnedObject => ({
  key,
  etag,
  sizeBytes,
  ...(versionId && { versionId }),
});

const place = async (
  deps: Deps,
  project: Project,
  { key, sizeBytes, versionId }: PinnedObject,
  finding: Finding,
  { sha256, sequencer }: { readonly sha256: string; readonly sequencer: string | undefined },
): Promise<void> => {
  const known = { ...(versionId && { versionId }), ...(sequencer && { sequencer }) };
  const source: Source = { from: "object", key, sizeBytes, sha256, ...known };
  await stats(deps).add(project.projectId, await placeItem(deps, { project, key, source, finding }));
};

/** Other bytes came under the key while these were read: they have an event of their own. */
const unlessSuperseded = async (
  deps: Deps,
  { projectId }: Project,
  itemId: ItemId,
  run: () => Promise<void>,
): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    deps.log.info("object.changed-meanwhile", { projectId, itemId });
  }
};
