import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { useStatements } from "./store/use-statements.ts";

const endpoint = endpoints.listUses;

export const listUses = async (
  deps: Deps,
  { path: { projectId } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const uses = await useStatements(deps).ofProject(projectId);
  return { uses: uses.map(({ useId, text, statedAtMs }) => ({ useId, text, statedAtMs })) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listUses));
