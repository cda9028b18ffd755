import { maySee } from "../core/export.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { exportCard } from "./export-card.ts";
import { type Request, serve } from "./http.ts";
import { exportObjects } from "./store/export-objects.ts";
import { exportRecords } from "./store/exports.ts";

const endpoint = endpoints.getExport;

export const getExport = async (
  deps: Deps,
  { path, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const found = await exportRecords(deps).find(path.projectId, path.exportId);
  if (!found || !maySee(found, membership)) throw refuse("not-found", "no such export");
  const files = (found.files ?? []).map(async (file) => ({
    ...file,
    url: await exportObjects(deps).addressOf(found, file.name),
  }));
  return { export: exportCard(found), files: await Promise.all(files) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getExport));
