import type { ProjectId } from "../core/ids.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { eachAlone } from "./each-alone.ts";
import { feedProject } from "./steps/feed-project.ts";
import { projects } from "./store/projects.ts";

const AT_ONCE = 4;

/** Each minute: tickets for open projects, and for all that were ever open the file that idle browsers look at. */
export const feed = async (deps: Deps): Promise<void> => {
  const ids = await projects(deps).ids();
  const each = { event: "project.unfed", named: (projectId: ProjectId) => ({ projectId }), atOnce: AT_ONCE };
  const failed = await eachAlone(deps, ids, each, async (projectId) => {
    const project = await projects(deps).find(projectId);
    if (project && project.state !== "draft") await feedProject(deps, project);
  });
  if (failed > 0) throw new Error(`${failed} projects could not be fed`);
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => feed(deps);
});
