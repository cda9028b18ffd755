import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { credits } from "./store/credits.ts";

const endpoint = endpoints.setCredit;

/** She chooses how she is named from now on, and which of her languages may be counted. What was exported before stays as it is. */
export const setCredit = async (
  deps: Deps,
  { path: { projectId }, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const languages = [...new Set(body.languages ?? [])].sort();
  const credit =
    body.form === "none" ? ({ form: "none" } as const) : { form: body.form, text: body.text, language: body.language };
  await credits(deps).choose(projectId, person.personId, { ...credit, languages });
  return { form: credit.form, ...(credit.form === "named" && { text: credit.text }), languages };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), setCredit));
