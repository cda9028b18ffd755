import { itemAsOf } from "../../core/as-of.ts";
import { dayOf, type ExportedAnswer, type ExportedItem, type Outcome } from "../../core/formats/exported-item.ts";
import { type Crosswalk, countsAs } from "../../core/ontology-change/crosswalk.ts";
import type { Deps } from "../deps.ts";
import { itemName } from "../item-card.ts";
import { withAnswers } from "../steps/large-answers.ts";
import { pastReviews } from "../steps/past-reviews.ts";
import type { ItemHistory } from "../store/item-histories.ts";
import { listedUpTo } from "./moment.ts";
import type { ExportPlan } from "./plan.ts";

/** An item as the export tells it; undefined for one that was not there yet. */
export const exportedItem = async (
  deps: Deps,
  { wanted, ontology, plannedFor, skills, pseudonyms, context: { crosswalk } }: ExportPlan,
  { header, annotations, reviews, extras }: ItemHistory,
): Promise<ExportedItem | undefined> => {
  const { asOfMs, overlap, confidenceTarget } = wanted;
  const accepted = annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= asOfMs);
  const touched = accepted.length > 0 || reviews.some(({ atMs }) => atMs <= asOfMs);
  if (!touched && header.createdAtMs > listedUpTo(asOfMs)) return undefined;
  const policy = { overlap, confidenceTarget, tools: ontology.tools, crosswalk };
  const heard = await withAnswers(deps, accepted);
  const past = itemAsOf(header, heard, await pastReviews(deps, reviews), asOfMs, policy, skills);
  const answers = past.annotations.map(
    ({
      round,
      revision,
      annotatorId,
      answer,
      ontologyVersion,
      instructionsVersion,
      acceptedAtMs,
      counted,
      current,
    }): ExportedAnswer => ({
      round,
      revision,
      pseudonym: pseudonyms.of(annotatorId),
      answer,
      ontologyVersion,
      ...(instructionsVersion !== undefined && { instructionsVersion }),
      day: dayOf(acceptedAtMs),
      counted,
      current,
    }),
  );
  const said = extras.findLast(({ atMs }) => atMs <= listedUpTo(asOfMs));
  return {
    itemId: header.itemId,
    name: itemName(header.source),
    sha256: header.source.sha256,
    ...(header.media && { media: header.media }),
    ...(said && { extra: said.extra }),
    round: past.round,
    outcome: countedOutcome(past.outcome, crosswalk),
    reviewed: past.reviewed,
    askedAgain: reviews.flatMap(({ kind, reviewId, atMs }) =>
      kind === "reopened" && atMs <= asOfMs ? [plannedFor.get(reviewId) ?? "review"] : [],
    ),
    answers: answers.sort(inFileOrder),
  };
};

/** A reviewer may have settled it with a label that was merged since. */
const countedOutcome = (outcome: Outcome, crosswalk: Crosswalk): Outcome => {
  if (outcome.state !== "agreed") return outcome;
  const counted = countsAs({ kind: "labelled", value: outcome.value }, crosswalk);
  return counted.kind === "labelled" ? { ...outcome, value: counted.value } : outcome;
};

/** Pseudonyms take the place of ids in the order too: the order of ids would tell one export's people in another. */
const inFileOrder = (a: ExportedAnswer, b: ExportedAnswer): number =>
  a.round - b.round || (a.pseudonym < b.pseudonym ? -1 : a.pseudonym > b.pseudonym ? 1 : a.revision - b.revision);
