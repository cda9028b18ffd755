import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { credits } from "./store/credits.ts";

const endpoint = endpoints.setCredit;

/** She chooses how she is named from now on. What was exported before stays as it is. */
export const setCredit = async (
  deps: Deps,
  { path: { projectId }, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  await credits(deps).choose(projectId, person.personId, body);
  return body.form === "none" ? { form: "none" } : { form: "named", text: body.text };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), setCredit));
