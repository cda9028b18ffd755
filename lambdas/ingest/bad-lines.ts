import { createHash } from "node:crypto";
import type { Source } from "../../core/item.ts";
import { BAD_LINES_SHOWN } from "../../core/manifest-line.ts";
import { type Counts, sumOf } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { reject } from "../../core/rejection.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { itemIdOf } from "../item-id.ts";
import { items } from "../store/items.ts";
import { type ManifestName, manifests } from "../store/manifests.ts";
import { newHeader, placeItem } from "./place-item.ts";

export interface BadLine {
  readonly line: number;
  readonly reason: string;
  readonly content: Uint8Array;
}

const LINES_AT_ONCE = 16;
const ATTEMPTS_MAX = 20;

interface OfManifest {
  readonly key: string;
  readonly etag: string;
}

/** The first thousand bad lines of a manifest become rejected items with their reason; those after it one item with their number. */
export const rejectLines = async (
  deps: Deps,
  project: Project,
  { key, etag }: OfManifest,
  { sliceFrom, bad }: { readonly sliceFrom: number; readonly bad: readonly BadLine[] },
): Promise<Partial<Counts>> => {
  if (bad.length === 0) return {};
  const { projectId } = project;
  const name = { projectId, manifestId: itemIdOf(projectId, key), etag };
  const before = await manifests(deps).countBad(name, sliceFrom, bad.length);
  const shown = bad.slice(0, Math.max(0, BAD_LINES_SHOWN - before));
  const changes = await inParallel(shown, LINES_AT_ONCE, ({ line, reason, content }) => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    return placeItem(deps, {
      project,
      key: `${key}#${line}`,
      source: { from: "manifest", manifestKey: key, line, sizeBytes: content.length, sha256 },
      finding: { rejection: reject("bad_manifest_line", `line ${line}: ${reason}`) },
    });
  });
  const rest = shown.length < bad.length ? await placeRest(deps, project, key, name) : {};
  return sumOf([...changes, rest]);
};

/**
 * One rejected item for all bad lines after the first thousand. Slices write it side by side: each counts its own lines
 * first, then reads the header, then the count, and writes if nobody wrote since; so the last to write has counted all.
 */
const placeRest = async (
  deps: Deps,
  project: Project,
  manifestKey: string,
  name: ManifestName,
): Promise<Partial<Counts>> => {
  const { projectId } = project;
  const key = `${manifestKey}#more@${name.etag}`;
  const itemId = itemIdOf(projectId, key);
  const source: Source = { from: "manifest", manifestKey, line: 0, sizeBytes: 0, sha256: "" };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const before = await items(deps).find(projectId, itemId);
    const more = (await manifests(deps).bad(name)) - BAD_LINES_SHOWN;
    const rejection = reject("more_bad_manifest_lines", `${more} more lines cannot be read`);
    const header = await newHeader(deps, { project, key, source, finding: { rejection } }, itemId);
    if (!before) {
      if ((await items(deps).create(header, false)) === "created") return { rejected: 1 };
    } else if ((await items(deps).replace(header, before.ver, false)) === "replaced") return {};
  }
  throw new Error(`manifest ${name.manifestId} of ${projectId}: too many slices count bad lines at once`);
};
