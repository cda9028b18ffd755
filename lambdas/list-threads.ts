import { anchorName } from "../core/thread.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownThreads } from "./shown-thread.ts";
import { threads } from "./store/threads.ts";

const endpoint = endpoints.listThreads;

/** All questions of a project, or those about one thing. */
export const listThreads = async (
  deps: Deps,
  { path, query, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const all = await threads(deps).all(path.projectId);
  const wanted = all.filter(({ thread }) => query.anchor === undefined || anchorName(thread.anchor) === query.anchor);
  return { threads: await shownThreads(deps, wanted, membership) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listThreads));
