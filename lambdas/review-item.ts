import type { Answer } from "../core/annotation.ts";
import { checkAnswer } from "../core/check-answer.ts";
import { currentCounted } from "../core/decide.ts";
import type { ItemHeader } from "../core/item.ts";
import { transition } from "../core/progress.ts";
import { refuse } from "../core/refusal.ts";
import { withReview } from "../core/review.ts";
import { asAnswer } from "./api/shapes.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { itemCard } from "./item-card.ts";
import { findProject } from "./project-shape.ts";
import { changeHeader } from "./steps/change-header.ts";
import { storable } from "./steps/large-answers.ts";
import { items } from "./store/items.ts";
import { reviews } from "./store/reviews.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.reviewItem;

/**
 * Settles an item by a reviewer's decision. The decision is stored first and never changes; then the header takes its
 * state from it. Cut in between, the reviewer sees no answer and asks again, or scrub brings the header to it.
 */
export const reviewItem = async (
  deps: Deps,
  { path: { projectId, itemId }, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  const header = await items(deps).find(projectId, itemId);
  if (!header) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
  refuseUnlessReviewable(header, body);
  const decision = fitting(asAnswer(body.decision), header, await currentOntology(deps, project));

  const stored = await storable(deps, decision);
  await reviews(deps).record(projectId, itemId, {
    kind: "decided",
    reviewId: deps.newId(),
    round: body.round,
    reviewerId: person.personId,
    atMs: deps.now(),
    ...(body.note !== undefined && { note: body.note }),
    ...("answer" in stored
      ? { decision: stored.answer }
      : { decisionSha256: stored.answerSha256, decisionBytes: stored.answerBytes }),
  });

  const changed = await changeHeader(deps, project, itemId, ({ header: now, annotations }) => {
    if (now.round !== body.round) throw movedOn(now.round);
    return withReview(now, decision, currentCounted(annotations.filter(({ round }) => round === now.round)));
  });
  await stats(deps).add(projectId, transition(changed.before.state, changed.after.state));
  return itemCard(deps, changed.after);
};

const refuseUnlessReviewable = (header: ItemHeader, body: Request<typeof endpoint>["body"]): void => {
  const { state, round, ver } = header;
  if (state === "rejected" || state === "replaced")
    throw refuse("conflict", `this item is ${state}: there is nothing to settle`, { value: state });
  if (round !== body.round) throw movedOn(round);
  if (body.ver !== undefined && body.ver !== ver)
    throw refuse("conflict", "the item has changed meanwhile: look at it again", {
      field: "body.ver",
      value: String(body.ver),
      allowed: String(ver),
    });
};

const fitting = (decision: Answer, { media }: ItemHeader, ontology: Parameters<typeof checkAnswer>[1]): Answer => {
  if (!media) throw refuse("conflict", "this item cannot be labelled");
  const checked = checkAnswer(decision, ontology, media);
  if (checked.state === "fits") return checked.answer;
  const { field, value, allowed, message } = checked.misfit;
  throw refuse("bad-request", message, { field: field.replace(/^answer/, "body.decision"), value, allowed });
};

const movedOn = (round: number) =>
  refuse("conflict", "the item was re-opened meanwhile: look at it again", {
    field: "body.round",
    allowed: String(round),
  });

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), reviewItem));
