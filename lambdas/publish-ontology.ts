import { numberLabels } from "../core/label-numbers.ts";
import { begunVersion } from "../core/ontology-change/next-version.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { draftLabel, refuseExamplesOfOthers, refuseToolsThatDoNotFit } from "./ontology-rules.ts";
import { changedMeanwhile, findProject } from "./project-shape.ts";
import { shownOntology } from "./shown-ontology.ts";
import { ontologies } from "./store/ontologies.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.publishOntology;

/**
 * Writes the next version, then points the project to it. Cut in between, a version lies there that nothing points to;
 * the next attempt takes the number after it, and versions stay immutable.
 */
export const publishOntology = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, path.projectId);
  if (project.state !== "draft") {
    throw refuse("conflict", "the ontology of a project that has opened does not change", {
      field: "path.projectId",
      value: project.state,
      allowed: "publish while the project is a draft",
    });
  }
  refuseToolsThatDoNotFit(project.media, body.tools);
  const labels = body.labels.map(draftLabel);
  refuseExamplesOfOthers(path.projectId, labels, "body.labels");
  const earlier = await ontologies(deps).all(path.projectId);
  const ontology = begunVersion(
    { labels: numberLabels(earlier, labels), tools: body.tools },
    { version: Math.max(...earlier.map(({ version }) => version)) + 1, publishedAtMs: deps.now() },
  );
  const published = await ontologies(deps).publish(path.projectId, ontology);
  if (published === "version-taken") throw changedMeanwhile(project.ver);
  const next = { ...project, ontologyVersion: ontology.version };
  if ((await projects(deps).replace(next, project.ver)) === "changed-meanwhile") throw changedMeanwhile(project.ver);
  deps.log.info("ontology.published", { projectId: path.projectId, version: ontology.version });
  return shownOntology(deps, path.projectId, ontology);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), publishOntology));
