import { byText } from "../core/consensus/tally.ts";
import { isGold, isSettled } from "../core/gold.ts";
import type { ItemHeader, Source } from "../core/item.ts";
import { crosswalkOf } from "../core/ontology-change/crosswalk.ts";
import { refuse } from "../core/refusal.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { loadWhatFits, shownAnswers } from "./item-answers.ts";
import { itemCard } from "./item-card.ts";
import { shownItem } from "./media-url.ts";
import { findProject } from "./project-shape.ts";
import { decisionInForce, decisionOf } from "./steps/settled-answer.ts";
import { skillsAt } from "./steps/skills-of.ts";
import { goldAnswers } from "./store/gold-answers.ts";
import { goldItems } from "./store/gold-items.ts";
import { itemExtras, saidAtFirst } from "./store/item-extras.ts";
import { items } from "./store/items.ts";
import { type Review, reviews } from "./store/reviews.ts";

const endpoint = endpoints.getItem;
type Shown = Reply<typeof endpoint>;

/** Beside the answers to the item itself, in what a function may answer with. */
const GOLD_BYTES_MAX = 512 * 1_024;

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
  // A reviewer's decision stands in place of what the answers come to.
  const decision = await decisionInForce(deps, header, reviewed);
  const gold = await shownGold(deps, header);
  return {
    item: await itemCard(deps, header),
    ...(shown && { shown }),
    source: shownSource(header.source),
    ...(extra && { extra: extra.extra }),
    ...heard,
    ...(decision?.kind === "labelled" && { consensusValue: decision.value }),
    ...(gold && { gold }),
    reviews: await Promise.all(reviewed.map((review) => shownReview(deps, review))),
  };
};

const shownSource = (source: Source): Shown["source"] => ({
  key: source.from === "object" ? source.key : source.manifestKey,
  ...(source.from === "manifest" && { line: source.line }),
  sizeBytes: source.sizeBytes,
  sha256: source.sha256,
});

/** What people said of it as gold, in an order that tells nobody apart; nothing for an item that nobody settled. */
const shownGold = async (deps: Deps, header: ItemHeader): Promise<Shown["gold"]> => {
  if (!isSettled(header)) return undefined;
  const { projectId, itemId, round } = header;
  const [{ listed }, said] = await Promise.all([
    goldItems(deps).find(projectId),
    goldAnswers(deps).ofItem(projectId, { itemId, round }),
  ]);
  const now = listed.find((one) => isGold(one, header));
  const firsts = said.filter(({ revision }) => revision === 1);
  const loaded = await loadWhatFits(deps, firsts, GOLD_BYTES_MAX);
  const missing = firsts.length - loaded.length;
  return {
    handedOut: now !== undefined,
    asked: now?.asked === true,
    answers: loaded.map(({ answer }) => answer).sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b))),
    ...(missing > 0 && { answersTooLarge: missing }),
  };
};

const shownReview = async (deps: Deps, review: Review): Promise<Shown["reviews"][number]> => {
  const { round, atMs } = review;
  if (review.kind === "reopened") return { round, atMs, decision: { kind: "reopened" }, note: review.reason };
  const decision = await decisionOf(deps, review);
  return { round, atMs, decision, ...(review.note !== undefined && { note: review.note }) };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), getItem));
