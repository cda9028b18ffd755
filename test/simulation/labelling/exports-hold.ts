import { createHash } from "node:crypto";
import { parseExportId } from "../../../core/ids.ts";
import { exportMessage } from "../../../lambdas/export/message.ts";
import { SETTLE_MS } from "../../../lambdas/export/moment.ts";
import { runExport } from "../../../lambdas/export.ts";
import { exportRecords } from "../../../lambdas/store/exports.ts";
import type { World } from "../world/world.ts";
import type { Play } from "./play.ts";

/**
 * I11: an export that was made while people labelled and functions died has the bytes that another one has which asks
 * for the same, made in peace. And it was made at all.
 */
export const brokenExports = async ({ world, exports }: Play): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const asked of exports) {
    const exportId = parseExportId(asked);
    const made = exportId && (await exportRecords(world.deps).find(world.projectId, exportId));
    if (made?.state !== "ready") {
      broken.push(`I11 export ${asked} is ${made?.state ?? "not there"}`);
      continue;
    }
    const again = parseExportId(world.deps.newId());
    if (!again) throw new Error("an id that was just made is no id");
    const { counts: _, files: __, manifestSha256: ___, failure: ____, ...wanted } = made;
    await exportRecords(world.deps).create({ ...wanted, exportId: again, state: "queued" });
    await inPeace(world, again);
    const [before, after] = [filesOf(world, asked), filesOf(world, again)];
    if (before.size === 0 || JSON.stringify([...before]) !== JSON.stringify([...after]))
      broken.push(`I11 export ${asked}: ${differing(before, after).join(", ")} came out otherwise the second time`);
    for (const { name, sha256 } of made.files ?? [])
      if (before.get(name) !== sha256) broken.push(`I11 export ${asked}: ${name} is not what its record says`);
  }
  return broken;
};

const inPeace = async (world: World, exportId: string): Promise<void> => {
  const { deps, projectId, queues } = world;
  world.steps.pass(SETTLE_MS);
  await runExport(deps, exportMessage.parse({ projectId, exportId, step: "begin" }));
  for (let turn = 0; turn < 100; turn++) {
    const taken = queues.engine.receive("export", { atMost: 10 });
    if (taken.length === 0) return;
    for (const { body, receiptHandle } of taken) {
      await runExport(deps, exportMessage.parse(JSON.parse(body)));
      queues.engine.delete("export", receiptHandle);
    }
  }
  throw new Error("an export does not end");
};

/** By name, hashes of a finished export's files. */
const filesOf = ({ buckets, deps, projectId }: World, exportId: string): ReadonlyMap<string, string> => {
  const folder = `exports/${projectId}/${exportId}/`;
  const found = [...buckets.objects(deps.config.EXPORTS_BUCKET)].filter(([key]) => key.startsWith(folder));
  return new Map(
    found
      .map(([key, bytes]) => [key.slice(folder.length), createHash("sha256").update(bytes).digest("hex")] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
