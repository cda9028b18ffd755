import { LINE_UNITS_MAX, type ManifestLine, parseManifestLine } from "../../core/manifest-line.ts";
import { sumOf } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { stats } from "../store/stats.ts";
import { type BadLine, rejectLines } from "./bad-lines.ts";
import type { ManifestSliceMessage, NamedObjectMessage } from "./messages.ts";
import { attachExtra } from "./named-object.ts";
import { ChangedMeanwhile, inRanges } from "./open-object.ts";
import { placeTexts } from "./place-texts.ts";
import { sendOnward } from "./send-onward.ts";
import { decodeUtf8 } from "./text.ts";

const LINES_AT_ONCE = 16;

type GoodLine = ManifestLine & { readonly line: number };

/** The lines of a slice become items, extra keys of items that are there, or rejected items. Safe to run again. */
export const ingestSlice = async (deps: Deps, project: Project, message: ManifestSliceMessage): Promise<void> => {
  const { manifest, slice } = message;
  const lines = slice.isOverlong ? [overlong(slice.firstLine)] : await readLines(deps, project, message);
  if (lines === "superseded") return;
  const bad = lines.filter((line) => "reason" in line);
  const good = lines.filter((line) => "kind" in line);
  const rejected = await rejectLines(deps, project, manifest, { sliceFrom: slice.from, bad });
  const placed = await placeTexts(
    deps,
    project,
    manifest.key,
    good.filter((line) => line.kind === "text"),
  );
  await sendOnward(deps, await missingObjects(deps, project, manifest.key, good));
  await stats(deps).add(project.projectId, sumOf([rejected, placed]));
};

/** What a line says of an object is kept; objects that are no items are asked for. */
const missingObjects = async (
  deps: Deps,
  { projectId }: Project,
  manifestKey: string,
  lines: readonly GoodLine[],
): Promise<readonly NamedObjectMessage[]> => {
  const missing = await inParallel(lines, LINES_AT_ONCE, async (line): Promise<readonly NamedObjectMessage[]> => {
    if (line.kind === "text" || (await attachExtra(deps, projectId, line)) === "item") return [];
    return [{ kind: "named-object", projectId, key: line.key, manifestKey, line: line.line }];
  });
  return missing.flat();
};

const overlong = (line: number): BadLine => ({
  line,
  reason: `it has more than ${LINE_UNITS_MAX} characters`,
  content: new Uint8Array(0),
});

/** Superseded: other bytes came under the manifest's key, and their own event brings them. */
const readLines = async (
  deps: Deps,
  project: Project,
  { manifest, slice }: ManifestSliceMessage,
): Promise<readonly (GoodLine | BadLine)[] | "superseded"> => {
  try {
    const { versionId, ...pinned } = manifest;
    const content = await inRanges(deps, { ...pinned, ...(versionId && { versionId }) }).read(slice.from, slice.to);
    return linesOf(content).flatMap((bytes, at) => readLine(deps, project, bytes, slice.firstLine + at) ?? []);
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return "superseded";
    throw error;
  }
};

const linesOf = (content: Uint8Array): readonly Uint8Array[] => {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, from)) {
    lines.push(content.subarray(from, at));
    from = at + 1;
  }
  if (from < content.length) lines.push(content.subarray(from));
  return lines;
};

/** Nothing for a blank line, which keeps its number. */
const readLine = (deps: Deps, project: Project, content: Uint8Array, line: number): GoodLine | BadLine | undefined => {
  const text = decodeUtf8(content);
  if (text === undefined) return { line, content, reason: "it is not in UTF-8" };
  if (text.trim() === "") return undefined;
  const { projectId, media } = project;
  const parsed = parseManifestLine(text, { bucket: deps.config.INGEST_BUCKET, projectId, media });
  return "reason" in parsed ? { line, content, reason: parsed.reason } : { ...parsed, line };
};
