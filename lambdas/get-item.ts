import type { ItemHeader, Source } from "../core/item.ts";
import { crosswalkOf } from "../core/ontology-change/crosswalk.ts";
import { refuse } from "../core/refusal.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { shownAnswers } from "./item-answers.ts";
import { itemCard } from "./item-card.ts";
import { shownItem } from "./media-url.ts";
import { findProject } from "./project-shape.ts";
import { loadAnswer } from "./steps/large-answers.ts";
import { skillsAt } from "./steps/skills-of.ts";
import { itemExtras, saidAtFirst } from "./store/item-extras.ts";
import { items } from "./store/items.ts";
import { type Review, reviews } from "./store/reviews.ts";

const endpoint = endpoints.getItem;
type Shown = Reply<typeof endpoint>;

export const getItem = async (deps: Deps, { path }: Request<typeof endpoint>): Promise<Shown> => {
  const { projectId, itemId } = path;
  const [project, found, said, reviewed] = await Promise.all([
    findProject(deps, projectId),
    items(deps).findWithAnnotations(projectId, itemId),
    itemExtras(deps).latest(projectId, itemId),
    reviews(deps).ofItem(projectId, itemId),
  ]);
  if (!found) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
  const { header, annotations } = found;
  const extra = said ?? saidAtFirst(header);
  const ontology = await currentOntology(deps, project);
  const { overlap, confidenceTarget } = project;
  // By the snapshot that the header names: the page tells what was decided, not what would be now.
  const skills = await skillsAt(deps, project, ontology, header.snapshot);
  const shown = await shownItem(deps, header);
  const heard = await shownAnswers(deps, header, annotations, {
    overlap,
    confidenceTarget,
    tools: ontology.tools,
    crosswalk: crosswalkOf(ontology),
    skills,
  });
  const decided = await decisionInForce(deps, header, reviewed);
  return {
    item: await itemCard(deps, header),
    ...(shown && { shown }),
    source: shownSource(header.source),
    ...(extra && { extra: extra.extra }),
    ...heard,
    ...decided,
    reviews: await Promise.all(reviewed.map((review) => shownReview(deps, review))),
  };
};

const shownSource = (source: Source): Shown["source"] => ({
  key: source.from === "object" ? source.key : source.manifestKey,
  ...(source.from === "manifest" && { line: source.line }),
  sizeBytes: source.sizeBytes,
  sha256: source.sha256,
});

/** A reviewer's decision stands in place of what the answers come to. */
const decisionInForce = async (
  deps: Deps,
  header: ItemHeader,
  reviewed: readonly Review[],
): Promise<Pick<Shown, "consensusValue">> => {
  if (!header.consensus?.reviewed) return {};
  const last = reviewed.findLast(({ kind, round }) => kind === "decided" && round === header.round);
  const decision = last && (await decisionOf(deps, last));
  return decision?.kind === "labelled" ? { consensusValue: decision.value } : {};
};

const decisionOf = async (deps: Deps, review: Review) => {
  if (review.kind !== "decided") return undefined;
  return "decision" in review
    ? review.decision
    : loadAnswer(deps, { answerSha256: review.decisionSha256, answerBytes: review.decisionBytes });
};

const shownReview = async (deps: Deps, review: Review): Promise<Shown["reviews"][number]> => {
  const { round, atMs } = review;
  if (review.kind === "reopened") return { round, atMs, decision: { kind: "reopened" }, note: review.reason };
  const decision = await decisionOf(deps, review);
  return { round, atMs, decision, ...(review.note !== undefined && { note: review.note }) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getItem));
