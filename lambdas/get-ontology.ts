import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownOntology } from "./shown-ontology.ts";
import { ontologies } from "./store/ontologies.ts";

const endpoint = endpoints.getOntology;

export const getOntology = async (deps: Deps, { path }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const found = await ontologies(deps).find(path.projectId, path.version);
  if (!found) throw refuse("not-found", "no such version of the ontology", { value: String(path.version) });
  return shownOntology(deps, path.projectId, found);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getOntology));
