import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject, projectShape } from "./project-shape.ts";

const endpoint = endpoints.getProject;

export const getProject = async (
  deps: Deps,
  { path, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, path.projectId);
  return projectShape(deps, project, await currentOntology(deps, project), membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getProject));
