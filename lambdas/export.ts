import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { finishBundle } from "./export/finish.ts";
import { allGathered, gatherShard } from "./export/gather.ts";
import { EXPORT_SHARDS, type ExportMessage, exportMessage, exportQueue } from "./export/message.ts";
import { SETTLE_MS } from "./export/moment.ts";
import { type ExportPlan, planOf } from "./export/plan.ts";
import { serveQueue } from "./queue.ts";
import { exportProgress } from "./store/export-progress.ts";
import { exportRecords } from "./store/exports.ts";

/** After this long a run hands the rest on through the queue: far enough from the timeout for the step it is in. */
const RUN_MS = 20_000;

/**
 * One step of an export: begin, gather a shard, or join the files. Every step may be cut off and done again: what is
 * written is a function of the export's inputs, and rows say how far it came. A failure shows on the export at once,
 * though the queue brings the message back and the export may still succeed.
 */
export const runExport = async (deps: Deps, message: ExportMessage): Promise<void> => {
  const { projectId, exportId } = message;
  const wanted = await exportRecords(deps).find(projectId, exportId);
  // The message is sent before the row is written: no row means that asking for it failed, and was said to.
  if (!wanted || wanted.state === "ready") return;
  const earlyMs = wanted.asOfMs + SETTLE_MS - deps.now();
  if (earlyMs > 0) return exportQueue(deps).send(message, earlyMs);
  await exportRecords(deps).markRunning(projectId, exportId);
  try {
    await runStep(deps, await planOf(deps, wanted), message);
  } catch (error) {
    const failure = `making this export failed; it is tried again by itself. If it stays so, tell the operator ${exportId}`;
    await exportRecords(deps).markFailed(projectId, exportId, failure);
    throw error;
  }
};

const runStep = async (deps: Deps, plan: ExportPlan, message: ExportMessage): Promise<void> => {
  const { projectId, exportId } = message;
  const until = deps.now() + RUN_MS;
  const isTimeUp = (): boolean => deps.now() >= until;
  const queue = exportQueue(deps);
  if (message.step === "begin") {
    const shards = Array.from({ length: EXPORT_SHARDS }, (_, shard) => shard);
    return queue.sendAll(shards.map((shard) => ({ projectId, exportId, step: "gather", shard })));
  }
  if (message.step === "gather") {
    const outcome = await gatherShard(deps, plan, message.shard, isTimeUp);
    if (outcome === "paused") return queue.send(message);
    // Each shard looks after its own row is written, so the last of them sees all; two may, which does no harm.
    if (!allGathered(await exportProgress(deps).pieces(exportId))) return;
    return queue.send({ projectId, exportId, step: "join" });
  }
  const pieces = await exportProgress(deps).pieces(exportId);
  if ((await finishBundle(deps, plan, pieces, isTimeUp)) === "paused") return queue.send(message);
  deps.log.info("export.published", { projectId, exportId });
};

export const handler = onFirstCall(() => serveQueue({ message: exportMessage }, awsDeps(process.env), runExport));
