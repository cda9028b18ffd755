import type { ProjectId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { reject } from "../../core/rejection.ts";
import { type Deps, hashOf } from "../deps.ts";
import { itemIdOf } from "../item-id.ts";
import { itemExtras } from "../store/item-extras.ts";
import { items } from "../store/items.ts";
import { stats } from "../store/stats.ts";
import type { NamedObjectMessage } from "./messages.ts";
import { ingestObject } from "./object.ts";
import { currentHeader, placeItem } from "./place-item.ts";

/** Keeps what a manifest says of an object, whether or not it is an item yet: the object may come after the manifest. */
export const attachExtra = async (
  deps: Deps,
  projectId: ProjectId,
  { key, extra }: { readonly key: string; readonly extra?: Readonly<Record<string, unknown>> },
): Promise<"item" | "no-item"> => {
  const first = itemIdOf(projectId, key);
  const header = await currentHeader(deps, projectId, first);
  if (extra) await itemExtras(deps).record(projectId, header?.itemId ?? first, { extra, atMs: deps.now() });
  return header ? "item" : "no-item";
};

/** An object that a manifest names and nobody has met: it is taken in, or the line is rejected because it is not there. */
export const ingestNamedObject = async (deps: Deps, project: Project, message: NamedObjectMessage): Promise<void> => {
  const { projectId } = project;
  const { key, manifestKey, line } = message;
  if (await items(deps).find(projectId, itemIdOf(projectId, key))) return;
  if ((await ingestObject(deps, project, { key })) !== "gone") return;
  const rejection = reject("not_found", `line ${line} names ${key}, which is not in the bucket`);
  const source = { from: "manifest", manifestKey, line, sizeBytes: 0, sha256: hashOf(key) } as const;
  await stats(deps).add(projectId, await placeItem(deps, { project, key, source, finding: { rejection } }));
};
