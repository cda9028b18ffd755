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

/** A thousand lines or so: some seconds of work. */
const SLICE_BYTES = 128 * 1024;
/** A character takes up to three bytes for each of its UTF-16 units. */
const LINE_BYTES_MAX = 3 * LINE_UNITS_MAX + 2;
/** What one invocation can read through; a larger list can be cut in two. */
const MANIFEST_BYTES_MAX = 1_073_741_824;
/** Slices held before they are sent. */
const SLICES_HELD = 100;

/**
 * A manifest is no item. One that cannot be split is shown as a rejected one, until a better one comes under its key.
 */
export const ingestManifest = async (deps: Deps, project: Project, object: OpenObject): Promise<void> => {
  const { projectId } = project;
  const rejection = whyNot(object);
  if (!rejection) {
    await splitManifest(deps, project, object);
    return stats(deps).add(projectId, await retireRejected(deps, projectId, object.key));
  }
  const { key, sizeBytes, etag, versionId } = object;
  const source = { from: "object", key, sizeBytes, sha256: hashOf(etag), ...(versionId && { versionId }) } as const;
  await stats(deps).add(projectId, await placeItem(deps, { project, key, source, finding: { rejection } }));
};

const whyNot = ({ sizeBytes }: OpenObject): Rejection | undefined => {
  if (sizeBytes === 0) return reject("empty", "the manifest has no lines");
  if (sizeBytes <= MANIFEST_BYTES_MAX) return undefined;
  return reject("too_large", `the manifest has ${sizeBytes} bytes; at most ${MANIFEST_BYTES_MAX}: cut it in parts`);
};

const retireRejected = async (deps: Deps, projectId: ProjectId, key: string): Promise<Partial<Counts>> => {
  const header = await items(deps).find(projectId, itemIdOf(projectId, key));
  if (header?.state !== "rejected") return {};
  const next: ItemHeader = { ...header, state: "replaced", replacedAtMs: deps.now() };
  const written = await items(deps).replace(next, header.ver, false);
  return written === "replaced" ? transition(header.state, next.state) : {};
};

/**
 * Reads a manifest once from end to end, holding a piece at a time, and sends its slices to the queue. The same bytes
 * give the same slices, and the same lines the same items: cut in between and run again, nothing is doubled.
 */
const splitManifest = async (deps: Deps, { projectId }: Project, object: OpenObject): Promise<void> => {
  const { key, versionId, etag, sizeBytes } = object;
  const manifest = { key, etag, sizeBytes, ...(versionId && { versionId }) };
  let waiting: ManifestSlice[] = [];
  let sent = 0;
  const send = async (): Promise<void> => {
    await sendOnward(
      deps,
      waiting.map((slice) => ({ kind: "manifest-slice", projectId, manifest, slice })),
    );
    sent += waiting.length;
    waiting = [];
  };
  const scanner = sliceScanner({ sliceBytes: SLICE_BYTES, lineBytesMax: LINE_BYTES_MAX });
  for await (const piece of object.stream(0)) {
    waiting.push(...scanner.push(piece));
    if (waiting.length >= SLICES_HELD) await send();
  }
  waiting.push(...scanner.end());
  await send();
  deps.log.info("manifest.split", { projectId, slices: sent, sizeBytes });
};
