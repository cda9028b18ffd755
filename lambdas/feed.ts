import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { feedProject } from "./steps/feed-project.ts";
import { projects } from "./store/projects.ts";

const AT_ONCE = 4;

/** Each minute: tickets for open projects, and for all that were ever open the file that idle browsers look at. */
export const feed = async (deps: Deps): Promise<void> => {
  const ids = await projects(deps).ids();
  const failures = await inParallel(ids, AT_ONCE, async (projectId) => {
    try {
      const project = await projects(deps).find(projectId);
      if (project && project.state !== "draft") await feedProject(deps, project);
      return 0;
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      deps.log.error("project.unfed", { projectId, error: reason });
      return 1;
    }
  });
  const failed = failures.reduce<number>((sum, one) => sum + one, 0);
  if (failed > 0) throw new Error(`${failed} projects could not be fed`);
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => feed(deps);
});
