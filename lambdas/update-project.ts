import { changeProject, type ProjectChange } from "../core/project-change.ts";
import { refuse } from "../core/refusal.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { changedMeanwhile, findProject, projectShape } from "./project-shape.ts";
import { writeInstructions } from "./steps/publish-instructions.ts";
import { showVersions } from "./steps/show-versions.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.updateProject;

/**
 * Changes what may change in the project's state, if nobody changed it since it was read. New instructions are written
 * as a version of their own before the project points to them, as publishInstructions does.
 */
export const updateProject = async (
  deps: Deps,
  { path, body, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { ver, ...sent } = body;
  const project = await findProject(deps, path.projectId);
  if (project.state === "closed") throw refuse("project-closed", "a closed project does not change any more");
  const result = changeProject(project, given(sent));
  if ("fixed" in result) {
    throw refuse("conflict", `${result.fixed} cannot change once the project has opened`, {
      field: `body.${result.fixed}`,
      allowed: "change it while the project is a draft, or make another project",
    });
  }
  if (ver !== project.ver) throw changedMeanwhile(ver);
  const isNewText = result.changed.instructions !== project.instructions;
  const instructions = isNewText
    ? await writeInstructions(deps, project, result.changed.instructions.text)
    : project.instructions;
  const changed = { ...result.changed, instructions };
  if ((await projects(deps).replace(changed, ver)) === "changed-meanwhile") throw changedMeanwhile(ver);
  deps.log.info("project.changed", { projectId: path.projectId, ver: ver + 1 });
  if (isNewText) await showVersions(deps, changed);
  return projectShape(deps, { ...changed, ver: ver + 1 }, await currentOntology(deps, project), membership);
};

/** JSON has no undefined; zod's type of an absent key allows it. */
const given = (sent: Omit<Request<typeof endpoint>["body"], "ver">): ProjectChange =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), updateProject));
