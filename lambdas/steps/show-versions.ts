import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { availability } from "../store/availability.ts";
import { feedState } from "../store/feed-state.ts";

/**
 * Says beside the page that there are new labels or instructions, so that pages with open packets hear of it before
 * they hand over their next answers. What is published stays published when this does not get through: feed compares
 * what it showed last, and shows it within a minute.
 */
export const showVersions = async (deps: Deps, project: Project): Promise<void> => {
  const { projectId, state, ontologyVersion, instructions } = project;
  if (state === "draft") return;
  try {
    const open = (await feedState(deps).look(projectId))?.shownOpen ?? 0;
    const shown = { open, asOfMs: deps.now(), ontologyVersion, instructionsVersion: instructions.version };
    await availability(deps).show(projectId, shown);
  } catch (error) {
    deps.log.warn("versions.not-shown", { projectId, error: String(error) });
  }
};
