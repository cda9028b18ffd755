import { itemAsOf } from "../../core/as-of.ts";
import { dayOf, type ExportedAnswer, type ExportedItem } from "../../core/formats/exported-item.ts";
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
  { wanted, ontology, skills, pseudonyms }: ExportPlan,
  { header, annotations, reviews, extras }: ItemHistory,
): Promise<ExportedItem | undefined> => {
  const { asOfMs, overlap, confidenceTarget } = wanted;
  const accepted = annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= asOfMs);
  const touched = accepted.length > 0 || reviews.some(({ atMs }) => atMs <= asOfMs);
  if (!touched && header.createdAtMs > listedUpTo(asOfMs)) return undefined;
  const policy = { overlap, confidenceTarget, tools: ontology.tools };
  const heard = await withAnswers(deps, accepted);
  const past = itemAsOf(header, heard, await pastReviews(deps, reviews), asOfMs, policy, skills);
  const answers = past.annotations.map(
    ({ round, revision, annotatorId, answer, ontologyVersion, acceptedAtMs, counted, current }): ExportedAnswer => ({
      round,
      revision,
      pseudonym: pseudonyms.of(annotatorId),
      answer,
      ontologyVersion,
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
    outcome: past.outcome,
    reviewed: past.reviewed,
    answers: answers.sort(inFileOrder),
  };
};

/** Pseudonyms take the place of ids in the order too: the order of ids would tell one export's people in another. */
const inFileOrder = (a: ExportedAnswer, b: ExportedAnswer): number =>
  a.round - b.round || (a.pseudonym < b.pseudonym ? -1 : a.pseudonym > b.pseudonym ? 1 : a.revision - b.revision);
