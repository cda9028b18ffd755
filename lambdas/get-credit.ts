import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { credits } from "./store/credits.ts";

const endpoint = endpoints.getCredit;

/** How she is named in this project: not at all, until she chooses. */
export const getCredit = async (
  deps: Deps,
  { path: { projectId }, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const choice = (await credits(deps).choices(projectId)).get(person.personId);
  if (!choice) return { form: "none", languages: [] };
  const { form, languages } = choice;
  return { form, ...(choice.form === "named" && { text: choice.text }), languages };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getCredit));
