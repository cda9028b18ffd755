import { type InstructionReason, isSameText } from "../../core/instruction-version.ts";
import type { Localized } from "../../core/localized.ts";
import type { Instructions, Project } from "../../core/project.ts";
import { refuse } from "../../core/refusal.ts";
import type { Deps } from "../deps.ts";
import { changedMeanwhile } from "../project-shape.ts";
import { instructionVersions } from "../store/instruction-versions.ts";
import { projects } from "../store/projects.ts";
import { showVersions } from "./show-versions.ts";

/**
 * Makes a text the instructions in force, and shows at once that there are new ones. Gives the project as it is then.
 * `project` is what the vendor looked at: when somebody changed it since, this is refused and nothing points to what
 * was written. Cut after the version was written, it lies there and nobody points to it; the next takes the number after
 * it. Cut before it was shown, feed shows it within a minute.
 */
export const publishInstructions = async (
  deps: Deps,
  project: Project,
  text: Localized,
  because?: InstructionReason,
): Promise<Project> => {
  if (project.state === "closed") throw refuse("project-closed", "a closed project does not change any more");
  if (isSameText(text, project.instructions.text)) {
    throw refuse("bad-request", "the instructions say just this already", {
      field: "body.text",
      allowed: "what they shall say from now on",
    });
  }
  const instructions = await writeInstructions(deps, project, text, because);
  const changed = { ...project, instructions };
  if ((await projects(deps).replace(changed, project.ver)) === "changed-meanwhile") throw changedMeanwhile(project.ver);
  const published = { ...changed, ver: project.ver + 1 };
  deps.log.info("instructions.published", { projectId: project.projectId, version: instructions.version });
  await showVersions(deps, published);
  return published;
};

/** Writes the next version, for a project that is to point to it. */
export const writeInstructions = async (
  deps: Deps,
  project: Project,
  text: Localized,
  because?: InstructionReason,
): Promise<Instructions> => {
  const { projectId, ver, instructions, createdAtMs } = project;
  const store = instructionVersions(deps);
  const written = (await store.outlines(projectId)).map(({ version }) => version);
  // A project from before versions were kept: what it says until now would be lost with this change.
  if (!written.includes(instructions.version)) {
    await store.put(projectId, { ...instructions, from: 0, atMs: createdAtMs });
  }
  const version = Math.max(instructions.version, ...written) + 1;
  const next = { version, from: instructions.version, text, atMs: deps.now(), ...(because && { because }) };
  if ((await store.put(projectId, next)) === "version-taken") throw changedMeanwhile(ver);
  return { version, text };
};
