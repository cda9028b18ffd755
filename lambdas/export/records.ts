import type { DataCard } from "../../core/formats/data-card/data-card.ts";
import { proposalsAsOf } from "../../core/formats/proposals-as-of.ts";
import type { AnnotatorId } from "../../core/ids.ts";
import { everInForce } from "../../core/instruction-version.ts";
import { lineageOf } from "../../core/ontology-change/lineage.ts";
import { type ThreadFile, unansweredSinceMs } from "../../core/thread.ts";
import type { Deps } from "../deps.ts";
import { credits } from "../store/credits.ts";
import { instructionVersions } from "../store/instruction-versions.ts";
import { ontologies } from "../store/ontologies.ts";
import { proposals } from "../store/proposals.ts";
import { threads } from "../store/threads.ts";
import { useStatements } from "../store/use-statements.ts";
import type { ExportPlan } from "./plan.ts";

type Records = Pick<DataCard, "versions" | "proposals" | "nameOf" | "instructions" | "questions" | "uses" | "credits">;

/**
 * What the project's records say of its labels and of what people said, as it stood at the moment of the export. Who
 * chose to be named is as of now: a choice that was taken back counts at once. `annotators`: pseudonyms of all who labelled.
 */
export const recordsFor = async (
  deps: Deps,
  { wanted, pseudonyms }: ExportPlan,
  annotators: readonly string[],
): Promise<Records> => {
  const { projectId, asOfMs, ontologyVersion, project } = wanted;
  const [versions, files, chosen, instructions, questions, uses] = await Promise.all([
    ontologies(deps).all(projectId),
    proposals(deps).all(projectId),
    credits(deps).ofProject(projectId),
    instructionVersions(deps).all(projectId),
    threads(deps).all(projectId),
    useStatements(deps).ofProject(projectId),
  ]);
  const labelled = new Set(annotators);
  const lineage = lineageOf(versions, ontologyVersion);
  const inForce = everInForce(instructions, project?.instructionsVersion ?? 0).filter(({ atMs }) => atMs <= asOfMs);
  return {
    versions: lineage,
    proposals: proposalsAsOf(files, lineage, asOfMs),
    nameOf: (authorId: AnnotatorId) => {
      const name = chosen.get(authorId);
      return name === undefined ? { pseudonym: pseudonyms.ofSpeaker(authorId) } : { name };
    },
    instructions: inForce,
    questions: countQuestions(questions, inForce, asOfMs),
    uses: uses.filter(({ statedAtMs }) => statedAtMs <= asOfMs).toReversed(),
    credits: [...chosen].flatMap(([id, name]) => (labelled.has(pseudonyms.of(id)) ? [name] : [])).sort(),
  };
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
