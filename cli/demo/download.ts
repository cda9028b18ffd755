import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../api.ts";
import { until } from "./until.ts";

export interface DownloadedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly text: string;
}

/** The export reads the moment it was asked for only once every answer given by then is surely stored: 45 s later. */
const EXPORT_MS_MAX = 180_000;

/** Asks for an export, waits for it, and writes its files to `folder`; each must be what its checksum says. */
export const downloadExport = async (
  client: Api,
  projectId: string,
  folder: string,
  told: (text: string) => void,
): Promise<readonly DownloadedFile[]> => {
  const { exportId } = await client("startExport", {
    path: { projectId },
    body: { formats: ["jsonl", "coco", "csv"] },
  });
  const startedMs = performance.now();
  const { files } = await until("the export", EXPORT_MS_MAX, async () => {
    const found = await client("getExport", { path: { projectId, exportId } });
    if (found.export.state === "failed") throw new Error(`the export failed: ${found.export.failure}`);
    told(`export ${found.export.state}, ${Math.round((performance.now() - startedMs) / 1000)} s`);
    return found.export.state === "ready" ? found : undefined;
  });
  await mkdir(folder, { recursive: true });
  const downloaded: DownloadedFile[] = [];
  for (const { name, url, sha256, sizeBytes } of files) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${name} cannot be downloaded: ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256 || bytes.length !== sizeBytes) throw new Error(`${name} is not what its checksum says`);
    await writeFile(join(folder, name), bytes);
    downloaded.push({ name, sizeBytes, text: bytes.toString("utf8") });
  }
  return downloaded;
};
