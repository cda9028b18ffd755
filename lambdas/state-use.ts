import type { UseStatement } from "../core/my-work/use-statement.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { useStatements } from "./store/use-statements.ts";

const endpoint = endpoints.stateUse;

/** Writes down, with its moment, what the labels were used for. The page makes its id, so that twice is once. */
export const stateUse = async (
  deps: Deps,
  { path: { projectId }, body: { useId, text } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const statement: UseStatement = { useId, projectId, text, statedAtMs: deps.now() };
  const stands = await useStatements(deps).state(statement);
  if (JSON.stringify(stands.text) !== JSON.stringify(text)) {
    throw refuse("conflict", "something else was stated under this id", { field: "body.useId" });
  }
  return { useId, text, statedAtMs: stands.statedAtMs };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), stateUse));
