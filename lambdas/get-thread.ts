import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { oneThread } from "./shown-thread.ts";

const endpoint = endpoints.getThread;

export const getThread = (
  deps: Deps,
  { path, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => oneThread(deps, path.threadId, membership);

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getThread));
