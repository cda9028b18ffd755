import { needsRefit } from "../core/consensus/online/skills-snapshot.ts";
import type { ProjectId } from "../core/ids.ts";
import type { Project } from "../core/project.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { eachAlone } from "./each-alone.ts";
import { applySkills } from "./steps/apply-skills.ts";
import { learnSkills } from "./steps/learn-skills.ts";
import { goldItems } from "./store/gold-items.ts";
import { projects } from "./store/projects.ts";
import { type SkillsRecord, skillsRecords } from "./store/skills-records.ts";
import { stats } from "./store/stats.ts";

/** The function may run for 60 s; no project is begun after this. */
const BEGIN_MS = 30_000;
const NIGHT_MS = 24 * 60 * 60_000;

/**
 * Every ten minutes: learns the next snapshot of skills where answers have doubled, or a day has passed since the last,
 * and puts to use what was published. Cut anywhere, the next run goes on: what is written is there once, or alike.
 */
export const learn = async (deps: Deps): Promise<void> => {
  const beginUntilMs = deps.now() + BEGIN_MS;
  const each = { event: "project.unlearned", named: (projectId: ProjectId) => ({ projectId }) };
  const failed = await eachAlone(deps, await projects(deps).ids(), each, async (projectId) => {
    if (deps.now() >= beginUntilMs) return;
    const project = await projects(deps).find(projectId);
    if (project && project.state !== "draft") await learnProject(deps, project);
  });
  if (failed > 0) throw new Error(`${failed} projects could not be learned from`);
};

const learnProject = async (deps: Deps, project: Project): Promise<void> => {
  const { projectId } = project;
  const ontology = await currentOntology(deps, project);
  if (!ontology.tools.includes("class")) return;
  const before = await skillsRecords(deps).current(projectId);
  if (await isDue(deps, projectId, before)) await learnSkills(deps, project, ontology, before);
  const record = await skillsRecords(deps).current(projectId);
  if (record?.state === "published") await applySkills(deps, project, ontology, record);
};

const isDue = async (deps: Deps, projectId: ProjectId, before: SkillsRecord | undefined): Promise<boolean> => {
  if (before?.state === "published") return false;
  const { annotations } = await stats(deps).live(projectId);
  if (needsRefit(before?.answers ?? 0, annotations)) return true;
  if (before && (await goldItems(deps).find(projectId)).ver !== (before.goldVer ?? 0)) return true;
  return before !== undefined && annotations > before.answers && deps.now() - before.asOfMs >= NIGHT_MS;
};

export const handler = onFirstCall(() => {
  const deps = awsDeps(process.env);
  return () => learn(deps);
});
