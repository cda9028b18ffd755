import { until } from "../../cli/demo/until.ts";
import type { Office } from "../office/office.ts";

/** The export waits three quarters of a minute for answers under way, and then reads the whole table. */
const EXPORT_MS_MAX = 600_000;

/** Asks for an export and counts the answers in it, by item. */
export const exportedAnswers = async ({ vendor, projectId }: Office): Promise<ReadonlyMap<string, number>> => {
  const { exportId } = await vendor("startExport", { path: { projectId }, body: { formats: ["jsonl"] } });
  const files = await until("the export", EXPORT_MS_MAX, async () => {
    const found = await vendor("getExport", { path: { projectId, exportId } });
    if (found.export.state === "failed") throw new Error(`the export failed: ${found.export.failure}`);
    return found.export.state === "ready" ? found.files : undefined;
  });
  const counts = new Map<string, number>();
  for (const { name, url } of files.filter(({ name }) => /annotations.*\.jsonl/.test(name))) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${name} cannot be downloaded: ${response.status}`);
    for (const line of (await response.text()).split("\n").filter(Boolean)) {
      const { item } = JSON.parse(line) as { readonly item: string };
      counts.set(item, (counts.get(item) ?? 0) + 1);
    }
  }
  return counts;
};
