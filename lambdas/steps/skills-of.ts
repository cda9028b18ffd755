import { EVERYONE_ALIKE, type Skills } from "../../core/consensus/index.ts";
import { knownSkills } from "../../core/consensus/online/known-skills.ts";
import { everyoneAlike } from "../../core/consensus/online/skills-snapshot.ts";
import { classesOf } from "../../core/consensus/project-answers.ts";
import type { Ontology } from "../../core/ontology.ts";
import { namedLabels } from "../../core/ontology-change/named-labels.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { skillsObjects } from "../store/skills-objects.ts";
import { skillsRecords } from "../store/skills-records.ts";

type Goes = Pick<Project, "projectId" | "confidenceTarget">;

/** The skills that decisions of a project go by now, or went by a moment ago. Where a majority decides, everyone is alike. */
export const skillsOf = async (
  deps: Deps,
  project: Goes,
  ontology: Ontology,
  read: "current" | "recent" = "current",
): Promise<Skills> => {
  if (project.confidenceTarget === "majority" || !ontology.tools.includes("class")) return EVERYONE_ALIKE;
  const { current, recent } = skillsRecords(deps);
  const { projectId } = project;
  const record = read === "current" ? await current(projectId) : await recent(projectId, deps.now());
  return skillsAt(deps, project, ontology, record?.number ?? 0);
};

/** The skills of one snapshot, e.g. the one that an export names. Snapshots never change, so each is fetched once. */
export const skillsAt = async (deps: Deps, project: Goes, ontology: Ontology, number: number): Promise<Skills> => {
  if (project.confidenceTarget === "majority" || !ontology.tools.includes("class")) return EVERYONE_ALIKE;
  const labels = classesOf(namedLabels(ontology));
  const held = heldBy(deps.bucket);
  const name = `${project.projectId} ${number} ${ontology.version}`;
  const found = held.get(name) ?? read(deps, project, labels, number);
  held.delete(name);
  held.set(name, found);
  for (const oldest of [...held.keys()].slice(0, -HELD_MAX)) held.delete(oldest);
  try {
    return await found;
  } catch (error) {
    held.delete(name);
    throw error;
  }
};

const read = async (deps: Deps, { projectId }: Goes, labels: readonly string[], number: number): Promise<Skills> => {
  const snapshot = number === 0 ? everyoneAlike(labels) : await skillsObjects(deps).readSnapshot({ projectId, number });
  return { snapshot: number, classes: knownSkills(snapshot, labels) };
};

const HELD_MAX = 8;
/** By client, which is one a process: a test's worlds do not see each other's. */
const HELD = new WeakMap<Deps["bucket"], Map<string, Promise<Skills>>>();
const heldBy = (bucket: Deps["bucket"]): Map<string, Promise<Skills>> => {
  const there = HELD.get(bucket) ?? new Map<string, Promise<Skills>>();
  HELD.set(bucket, there);
  return there;
};
