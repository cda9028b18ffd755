import { everInForce, type InstructionVersion } from "../core/instruction-version.ts";
import type { Project } from "../core/project.ts";
import type { Deps } from "./deps.ts";
import { instructionVersions } from "./store/instruction-versions.ts";

/**
 * The instructions that were ever in force, newest first. The one in force is always among them: of a project from
 * before versions were kept it is made up from the project, as of the day the project was made.
 */
export const instructionsOf = async (deps: Deps, project: Project): Promise<readonly InstructionVersion[]> => {
  const kept = await instructionVersions(deps).all(project.projectId);
  return everInForce(withCurrent(kept, project), project.instructions.version);
};

/** Projects from before have no row of what they say now, nor of what later versions were made from. */
const withCurrent = (
  kept: readonly InstructionVersion[],
  { instructions, createdAtMs }: Project,
): readonly InstructionVersion[] =>
  kept.some(({ version }) => version === instructions.version)
    ? kept
    : [...kept, { ...instructions, from: 0, atMs: createdAtMs }];
