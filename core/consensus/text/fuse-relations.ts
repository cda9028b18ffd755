import { refuse } from "../../refusal.ts";
import { designEffect } from "../design-effect.ts";
import { byText } from "../tally.ts";
import { TIE } from "../tie.ts";
import { fusedSpanOf } from "./span-match.ts";
import { EVERYONE_MARKS_ALIKE, logOddsOf, ratesOf, type SpanModel } from "./span-model.ts";
import { orderedAnswers, type Span, type SpanAnswer } from "./spans.ts";

/** A relation that an annotator drew between two of her spans, named by their ids. */
export interface MarkedRelation {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export interface RelationAnswer extends SpanAnswer {
  readonly relations: readonly MarkedRelation[];
}

/** A relation between two fused spans, by their numbers in the list of spans. */
export interface RelationEnds {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface FusedRelation extends RelationEnds {
  /** Probability that it is there, tempered; below 1. */
  readonly confidence: number;
  /** Share of all annotators of the item who drew it. */
  readonly agreement: number;
  readonly annotators: readonly string[];
}

export interface RelationConsensus {
  /** By from, to, label. None is an answer. */
  readonly relations: readonly FusedRelation[];
  /** Neither that it is there nor that it is not has more weight. */
  readonly doubts: readonly RelationEnds[];
  /** Drawn relations that could not be placed: an end stands for no fused span, or both for the same one. */
  readonly unplaced: number;
}

export interface RelationOptions {
  /** Who misses and who marks too much. @default everyone alike */
  readonly model?: SpanModel;
  /** Labels of relations whose direction means nothing: their ends are taken in order of place. */
  readonly symmetric?: ReadonlySet<string>;
}

/**
 * Fuses relations over the fused spans of the item. Two drawn relations are the same where their labels are, and their
 * ends stand for the same fused spans in the same direction. Each such relation is one vote of all annotators of the
 * item, drawn or not, weighed by their rates: someone who did not mark an end has not drawn it either. Even votes are a
 * doubt. Refuses a relation that names a span its annotator did not mark.
 */
export const fuseRelations = (
  answers: readonly RelationAnswer[],
  spans: readonly Span[],
  { model = EVERYONE_MARKS_ALIKE, symmetric = new Set() }: RelationOptions = {},
): RelationConsensus => {
  const inOrder = orderedAnswers(answers);
  const votes = new Map<string, { readonly ends: RelationEnds; readonly drawnBy: Set<string> }>();
  let unplaced = 0;
  for (const answer of inOrder) {
    for (const drawn of answer.relations) {
      const ends = placed(drawn, answer, spans, symmetric);
      if (!ends) {
        unplaced += 1;
        continue;
      }
      const key = JSON.stringify([ends.label, ends.from, ends.to]);
      const vote = votes.get(key) ?? { ends, drawnBy: new Set<string>() };
      votes.set(key, vote);
      vote.drawnBy.add(answer.annotator);
    }
  }
  const decided = [...votes.values()]
    .sort(({ ends: a }, { ends: b }) => a.from - b.from || a.to - b.to || byText(a.label, b.label))
    .map(({ ends, drawnBy }) => ({ ends, drawnBy, ...oddsFor(drawnBy, inOrder, model) }));
  return {
    relations: decided
      .filter(({ logOdds }) => logOdds > TIE)
      .map(({ ends, drawnBy, tempered }) => ({
        ...ends,
        confidence: 1 / (1 + Math.exp(-tempered)),
        agreement: drawnBy.size / inOrder.length,
        annotators: [...drawnBy],
      })),
    doubts: decided.filter(({ logOdds }) => Math.abs(logOdds) <= TIE).map(({ ends }) => ends),
    unplaced,
  };
};

const placed = (
  { label, from, to }: MarkedRelation,
  answer: RelationAnswer,
  spans: readonly Span[],
  symmetric: ReadonlySet<string>,
): RelationEnds | undefined => {
  const [start = -1, end = -1] = [from, to].map((id) => {
    const marked = answer.spans.find((span) => span.id === id);
    if (!marked) {
      throw refuse("bad-request", `a relation of annotator ${answer.annotator} names a span that is not hers`, {
        value: id,
        allowed: "the id of one of her spans",
      });
    }
    return fusedSpanOf(marked, spans);
  });
  if (start < 0 || end < 0 || start === end) return undefined;
  return symmetric.has(label)
    ? { label, from: Math.min(start, end), to: Math.max(start, end) }
    : { label, from: start, to: end };
};

const oddsFor = (drawnBy: ReadonlySet<string>, answers: readonly RelationAnswer[], model: SpanModel) => {
  const prior = Math.log(model.inside / (1 - model.inside));
  const evidence = answers.reduce((sum, { annotator }) => {
    const { marked, bare } = logOddsOf(ratesOf(model, annotator));
    return sum + (drawnBy.has(annotator) ? marked : bare);
  }, 0);
  return { logOdds: prior + evidence, tempered: prior + evidence / designEffect(answers.length) };
};
