import { countsNow, NO_COUNTS } from "../core/progress.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.progress;

/** The last exact count, with the changes since. Before the first count the changes are all there is. */
export const progress = async (
  deps: Deps,
  { path: { projectId } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const [{ counted }, live] = await Promise.all([stats(deps).exact(projectId), stats(deps).live(projectId)]);
  const { annotations, ...items } = countsNow(counted?.counts ?? NO_COUNTS, counted?.liveThen ?? NO_COUNTS, live);
  return { items, annotations, annotators: counted?.annotators ?? 0, asOfMs: counted?.asOfMs ?? 0 };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), progress));
