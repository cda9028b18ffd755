import type { ProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import { LINE_UNITS_MAX } from "../../core/manifest-line.ts";
import { type ManifestSlice, sliceScanner } from "../../core/manifest-slices.ts";
import { type Counts, transition } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { type Rejection, reject } from "../../core/rejection.ts";
import { type Deps, hashOf } from "../deps.ts";
import { itemIdOf } from "../item-id.ts";
import { items } from "../store/items.ts";
import { stats } from "../store/stats.ts";
import type { OpenObject } from "./open-object.ts";
import { placeItem } from "./place-item.ts";
import { sendOnward } from "./send-onward.ts";

/** A second of work; ten slices come together, to ten runs side by side, and each run has a minute. */
const SLICE_BYTES = 64 * 1024;
const SLICE_LINES = 200;
/** A character takes up to three bytes for each of its UTF-16 units. */
const LINE_BYTES_MAX = 3 * LINE_UNITS_MAX + 2;
/** What one run can read through. */
const MANIFEST_BYTES_MAX = 1_073_741_824;
const SLICES_MAX = 25_000;

/**
 * A manifest is no item. One that cannot be split is shown as a rejected one, until a better one comes under its key.
 */
export const ingestManifest = async (deps: Deps, project: Project, object: OpenObject): Promise<void> => {
  const { projectId } = project;
  const slices = await slicesOf(object);
  if (!("code" in slices)) {
    await sendSlices(deps, project, object, slices);
    return stats(deps).add(projectId, await retireRejected(deps, projectId, object.key));
  }
  const { key, sizeBytes, etag, versionId } = object;
  const source = { from: "object", key, sizeBytes, sha256: hashOf(etag), ...(versionId && { versionId }) } as const;
  const change = await placeItem(deps, { project, key, source, finding: { rejection: slices } });
  await stats(deps).add(projectId, change);
};

/** Reads a manifest once from end to end, holding a piece at a time. The same bytes give the same slices. */
const slicesOf = async (object: OpenObject): Promise<readonly ManifestSlice[] | Rejection> => {
  const tooLarge = reject(
    "too_large",
    `the manifest has ${object.sizeBytes} bytes; at most ${MANIFEST_BYTES_MAX}, and ${SLICES_MAX * SLICE_LINES} lines: cut it in parts`,
  );
  if (object.sizeBytes === 0) return reject("empty", "the manifest has no lines");
  if (object.sizeBytes > MANIFEST_BYTES_MAX) return tooLarge;
  const scanner = sliceScanner({ sliceBytes: SLICE_BYTES, sliceLines: SLICE_LINES, lineBytesMax: LINE_BYTES_MAX });
  const slices: ManifestSlice[] = [];
  let isFirst = true;
  for await (const piece of object.stream(0)) {
    if (isFirst && isGzip(piece)) return reject("not_this_media", "the manifest is packed with gzip: put it unpacked");
    isFirst = false;
    slices.push(...scanner.push(piece));
    if (slices.length > SLICES_MAX) return tooLarge;
  }
  return [...slices, ...scanner.end()];
};

/** Nothing is ever unpacked here: what a file says of its own size when unpacked is not known before. */
const isGzip = (piece: Uint8Array): boolean => piece[0] === 0x1f && piece[1] === 0x8b;

/** Cut in between and run again, the same slices go again, and the same lines become the same items. */
const sendSlices = async (
  deps: Deps,
  { projectId }: Project,
  { key, versionId, etag, sizeBytes }: OpenObject,
  slices: readonly ManifestSlice[],
): Promise<void> => {
  const manifest = { key, etag, sizeBytes, ...(versionId && { versionId }) };
  await sendOnward(
    deps,
    slices.map((slice) => ({ kind: "manifest-slice", projectId, manifest, slice })),
  );
  deps.log.info("manifest.split", { projectId, slices: slices.length, sizeBytes });
};

/** What was wrong with an earlier manifest of this name is no news any more. */
const retireRejected = async (deps: Deps, projectId: ProjectId, key: string): Promise<Partial<Counts>> => {
  const header = await items(deps).find(projectId, itemIdOf(projectId, key));
  if (header?.state !== "rejected") return {};
  const next: ItemHeader = { ...header, state: "replaced", replacedAtMs: deps.now() };
  const written = await items(deps).replace(next, header.ver, false);
  return written === "replaced" ? transition(header.state, next.state) : {};
};
