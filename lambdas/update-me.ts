import { accountIsGone } from "./account-is-gone.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownPerson } from "./shown-person.ts";
import { people } from "./store/people.ts";

const endpoint = endpoints.updateMe;

export const updateMe = async (
  deps: Deps,
  { body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { personId, signInName } = person;
  if ((await people(deps).put({ personId, signInName, ...body })) === "erased") throw accountIsGone();
  return shownPerson(person, body);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), updateMe));
