import type { Answer } from "../core/annotation.ts";
import { consensusOf } from "../core/consensus/index.ts";
import { currentCounted } from "../core/decide.ts";
import type { AnnotatorId } from "../core/ids.ts";
import type { ItemHeader } from "../core/item.ts";
import { lettersOf } from "../core/letters.ts";
import { countsAs } from "../core/ontology-change/crosswalk.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { explanationOf } from "./item-explanation.ts";
import { loadAnswer } from "./steps/large-answers.ts";
import type { Settling } from "./steps/settle-item.ts";
import type { StoredAnnotation } from "./store/annotations.ts";

type Shown = Reply<typeof endpoints.getItem>;
type Deciding = Pick<Settling, "overlap" | "confidenceTarget" | "tools" | "crosswalk" | "skills">;
type Loaded = StoredAnnotation & { readonly answer: Answer };

/** Below the 6 MB that a function may answer with (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const SHOWN_BYTES_MAX = 4 * 1_048_576;

/** The answers of an item under letters, with what they come to and who stands behind which shape. */
export const shownAnswers = async (
  deps: Pick<Deps, "bucket" | "config">,
  header: ItemHeader,
  annotations: readonly StoredAnnotation[],
  settling: Deciding,
): Promise<Pick<Shown, "answers" | "answersTooLarge" | "consensusValue" | "support" | "explanation">> => {
  const current = currentCounted(annotations.filter(({ round }) => round === header.round));
  // The current ones first: if not all can be shown, then these.
  const inOrder = [...current, ...annotations.filter((one) => !current.includes(one))];
  const loaded = await loadWhatFits(deps, inOrder);
  const letters = lettersOf(annotations);
  const letterOf = (annotatorId: AnnotatorId): string => letters.get(annotatorId) ?? "";
  const answers = loaded
    .toSorted((a, b) => a.round - b.round || a.acceptedAtMs - b.acceptedAtMs)
    .map((one) => ({
      letter: letterOf(one.annotatorId),
      round: one.round,
      revision: one.revision,
      ontologyVersion: one.ontologyVersion,
      answer: one.answer,
      counted: one.counted,
      current: current.some((other) => isSameRow(other, one)),
    }));
  const missing = annotations.length - loaded.length;
  const heard = loaded.filter((one) => current.some((other) => isSameRow(other, one)));
  return {
    answers,
    ...(missing > 0 && { answersTooLarge: missing }),
    ...(heard.length === current.length && explain(heard, settling, letters)),
  };
};

const isSameRow = (a: StoredAnnotation, b: StoredAnnotation): boolean =>
  a.annotatorId === b.annotatorId && a.round === b.round && a.revision === b.revision;

/** As many as an answer has room for, in their order, large ones fetched. */
export const loadWhatFits = async (
  deps: Pick<Deps, "bucket" | "config">,
  annotations: readonly StoredAnnotation[],
  bytesMax = SHOWN_BYTES_MAX,
): Promise<readonly Loaded[]> => {
  const loaded: Loaded[] = [];
  let shownBytes = 0;
  for (const annotation of annotations) {
    shownBytes += "answer" in annotation ? JSON.stringify(annotation.answer).length : annotation.answerBytes;
    if (shownBytes > bytesMax) break;
    loaded.push({ ...annotation, answer: await loadAnswer(deps, annotation) });
  }
  return loaded;
};

/** What stands, also while it is undecided: a start for a reviewer. */
const explain = (
  heard: readonly Loaded[],
  settling: Deciding,
  letters: ReadonlyMap<AnnotatorId, string>,
): Pick<Shown, "consensusValue" | "support" | "explanation"> => {
  const counted = heard.map((one) => ({ ...one, answer: countsAs(one.answer, settling.crosswalk) }));
  const explanation = explanationOf(counted, letters, settling.confidenceTarget, settling.skills.classes);
  const why = explanation && { explanation };
  const result = consensusOf(heard, settling, settling.skills);
  if (!("value" in result) || !result.value || !result.support) return { ...why };
  const support = result.support.shapes.map(({ shape, annotators }) => ({
    shape,
    letters: annotators.map((annotatorId) => letters.get(annotatorId) ?? "").sort(),
  }));
  return { ...why, consensusValue: result.value, ...(support.length > 0 && { support }) };
};
