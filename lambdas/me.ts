import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { shownPerson } from "./shown-person.ts";
import { memberships } from "./store/memberships.ts";
import { people } from "./store/people.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.me;
const READS_AT_ONCE = 20;

export const me = async (deps: Deps, { person }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const [known, joined] = await Promise.all([
    people(deps).find(person.personId),
    memberships(deps).ofPerson(person.personId),
  ]);
  const active = joined.filter(({ state }) => state === "active");
  const cards = await inParallel(active, READS_AT_ONCE, async ({ projectId, roles }) => {
    const project = await projects(deps).find(projectId);
    if (!project) return undefined;
    const { title, state, media, askedBy, purpose, pay } = project;
    return { projectId, title, state, media, askedBy, purpose, pay, roles };
  });
  return { person: shownPerson(person, known), projects: cards.filter((card) => card !== undefined) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), me));
