import type { DataCard } from "../../core/formats/data-card/data-card.ts";
import { languageGroups } from "../../core/formats/data-card/language-groups.ts";
import { proposalsAsOf } from "../../core/formats/proposals-as-of.ts";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import { everInForce, type InstructionVersion } from "../../core/instruction-version.ts";
import { type ThreadFile, unansweredSinceMs } from "../../core/thread.ts";
import type { Deps } from "../deps.ts";
import { credits } from "../store/credits.ts";
import { instructionVersions } from "../store/instruction-versions.ts";
import { projects } from "../store/projects.ts";
import { proposals } from "../store/proposals.ts";
import { threads } from "../store/threads.ts";
import { useStatements } from "../store/use-statements.ts";
import type { ExportPlan } from "./plan.ts";

type Records = Pick<
  DataCard,
  "versions" | "proposals" | "nameOf" | "instructions" | "questions" | "uses" | "credits" | "languages"
>;

/**
 * What the project's records say of its labels and of what people said, as it stood at the moment of the export. Who
 * chose to be named is as of now: a choice that was taken back counts at once. `annotators`: pseudonyms of all who labelled.
 */
export const recordsFor = async (
  deps: Deps,
  { wanted, pseudonyms, versions }: ExportPlan,
  annotators: readonly string[],
): Promise<Records> => {
  const { projectId, asOfMs, project } = wanted;
  const [files, choices, written, questions, uses] = await Promise.all([
    proposals(deps).all(projectId),
    credits(deps).choices(projectId),
    instructionsOf(deps, projectId),
    threads(deps).all(projectId),
    useStatements(deps).ofProject(projectId),
  ]);
  const labelled = new Set(annotators);
  const ofAnnotators = [...choices].flatMap(([id, choice]) => (labelled.has(pseudonyms.of(id)) ? [choice] : []));
  const inForce = everInForce(written, project?.instructionsVersion ?? 0).filter(({ atMs }) => atMs <= asOfMs);
  return {
    versions,
    proposals: proposalsAsOf(files, versions, asOfMs),
    nameOf: (authorId: AnnotatorId) => {
      const choice = choices.get(authorId);
      return choice?.form === "named" ? { name: choice.text } : { pseudonym: pseudonyms.ofSpeaker(authorId) };
    },
    instructions: inForce,
    questions: countQuestions(questions, inForce, asOfMs),
    uses: uses.filter(({ statedAtMs }) => statedAtMs <= asOfMs).toReversed(),
    credits: ofAnnotators.flatMap((choice) => (choice.form === "named" ? [choice.text] : [])).sort(),
    languages: languageGroups(ofAnnotators.map(({ languages }) => languages)),
  };
};

/** Those of a project from before versions were kept are what will be written for it at the next change. */
const instructionsOf = async (deps: Deps, projectId: ProjectId): Promise<readonly InstructionVersion[]> => {
  const written = await instructionVersions(deps).all(projectId);
  if (written.length > 0) return written;
  const project = await projects(deps).find(projectId);
  return project ? [{ ...project.instructions, from: 0, atMs: project.createdAtMs }] : [];
};

/** Of people who label; hidden words were asked all the same. */
const countQuestions = (
  all: readonly ThreadFile[],
  instructions: Records["instructions"],
  asOfMs: number,
): Records["questions"] => {
  const asked = all.filter(({ thread: { first } }) => first.speaker === "annotator" && first.atMs <= asOfMs);
  const taken = new Map(
    instructions.flatMap(({ because, atMs }) =>
      because && "threadId" in because ? [[because.threadId, atMs] as const] : [],
    ),
  );
  const unanswered = asked.filter(({ thread, words, hidings }) => {
    const then = {
      words: words.filter(({ atMs }) => atMs <= asOfMs),
      hidings: hidings.filter(({ atMs }) => atMs <= asOfMs),
    };
    return unansweredSinceMs(then, taken.get(thread.threadId)) !== undefined;
  });
  return {
    asked: asked.length,
    unanswered: unanswered.length,
    changedInstructions: asked.filter(({ thread }) => taken.has(thread.threadId)).length,
  };
};
