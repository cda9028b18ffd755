import { maySee } from "../core/export.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { exportCard } from "./export-card.ts";
import { type Request, serve } from "./http.ts";
import { exportRecords } from "./store/exports.ts";

const endpoint = endpoints.listExports;

export const listExports = async (
  deps: Deps,
  { path, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const all = await exportRecords(deps).ofProject(path.projectId);
  return { exports: all.filter((found) => maySee(found, membership)).map(exportCard) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listExports));
