import { isSameText } from "./instruction-version.ts";
import type { Localized } from "./localized.ts";
import type { AnswerSeconds, Pay, Project } from "./project.ts";

/** What a vendor may send to change a project; absent means as it is. */
export interface ProjectChange {
  readonly title?: Localized;
  readonly askedBy?: string;
  readonly purpose?: Localized;
  readonly instructions?: Localized;
  readonly overlap?: Project["overlap"];
  readonly confidenceTarget?: Project["confidenceTarget"];
  readonly pay?: Pay;
  /** `null` takes back what was declared. */
  readonly answerSeconds?: AnswerSeconds | null;
  readonly proposalsFirst?: boolean;
  readonly leaseMs?: number;
  readonly packetItems?: number;
}

/** Settings that people who answered already, and what was decided, depend on: fixed once a project has opened. */
const DRAFT_ONLY = ["askedBy", "overlap", "confidenceTarget"] as const satisfies readonly (keyof ProjectChange)[];

/**
 * The project with the change in it, or the field that cannot change in its state. Pay, lease and packet count for
 * assignments made from now on: what was promised with an assignment stays promised. New words of instruction make the
 * next version of them; the same words again do not.
 */
export const changeProject = (
  project: Project,
  change: ProjectChange,
): { readonly changed: Project } | { readonly fixed: (typeof DRAFT_ONLY)[number] } => {
  const fixed = DRAFT_ONLY.find(
    (field) => change[field] !== undefined && JSON.stringify(change[field]) !== JSON.stringify(project[field]),
  );
  if (fixed && project.state !== "draft") return { fixed };
  const { instructions: text, answerSeconds: seconds, ...settings } = change;
  const { answerSeconds: before, ...rest } = project;
  const answerSeconds = seconds === undefined ? before : seconds;
  const sameWords = text === undefined || isSameText(text, project.instructions.text);
  const instructions = sameWords ? project.instructions : { version: project.instructions.version + 1, text };
  return { changed: { ...rest, ...(answerSeconds && { answerSeconds }), ...settings, instructions } };
};
