import type { AnnotatorId, LabelId, ProjectId } from "../core/ids.ts";
import type { Ontology } from "../core/ontology.ts";
import type { Project } from "../core/project.ts";
import {
  isUnanswered,
  LABELS_OF_KIND,
  type Proposal,
  type ProposalExample,
  type ProposalKind,
} from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import type { Relabelling } from "../core/relabelling.ts";
import type { Deps } from "./deps.ts";
import { assignments } from "./store/assignments.ts";
import { goldAnswers } from "./store/gold-answers.ts";
import { items } from "./store/items.ts";
import { proposals } from "./store/proposals.ts";
import { relabellings } from "./store/relabellings.ts";

/** The proposal of the path. */
export const findProposal = async (deps: Deps, projectId: ProjectId, proposalId: string): Promise<Proposal> => {
  const found = await proposals(deps).find(projectId, proposalId);
  if (!found) throw refuse("not-found", "no such proposal", { field: "path.proposalId", value: proposalId });
  return found;
};

/** A project in which something may still change: one that has opened and is not closed. */
export const refuseUnlessAlive = ({ state }: Project): void => {
  if (state === "closed") throw refuse("project-closed", "this project is closed: its labels do not change any more");
  if (state === "draft") throw refuse("project-not-open", "this project has not opened yet");
};

/** An answered or withdrawn proposal takes no more seconds, words or decisions. */
export const refuseAnswered = ({ standing }: Pick<Proposal, "standing">): void => {
  if (isUnanswered({ standing })) return;
  throw refuse("conflict", `this proposal has been ${standing.state} meanwhile`, {
    field: "path.proposalId",
    value: standing.state,
    allowed: "one that is open",
  });
};

/** As many labels as its kind names, each once, all in force. */
export const refuseOtherLabels = (kind: ProposalKind, labels: readonly LabelId[], ontology: Ontology): void => {
  const [least, most] = LABELS_OF_KIND[kind];
  if (labels.length < least || labels.length > most || new Set(labels).size !== labels.length) {
    throw refuse(
      "bad-request",
      `a proposal of this kind names ${least === most ? least : `${least} to ${most}`} labels`,
      {
        field: "body.labels",
        value: labels.join(", ").slice(0, 80) || "none",
        allowed: `${least} to ${most}, each once`,
      },
    );
  }
  const known = ontology.labels.map(({ id }) => id);
  const strange = labels.find((id) => !known.includes(id));
  if (strange === undefined) return;
  throw refuse("bad-request", "no such label in the ontology", {
    field: "body.labels",
    value: strange,
    allowed: known.join(", ").slice(0, 400),
  });
};

/** Assignments of hers that are looked at for gold, which no claim and no answer beside the item tells of. */
const NEWEST = 10;

/** Her example is an item that was handed to her: nobody comes to see others through a proposal. */
export const refuseExampleOfOthers = async (
  deps: Deps,
  projectId: ProjectId,
  annotatorId: AnnotatorId,
  { itemId, region }: ProposalExample,
): Promise<void> => {
  const [found, newest, gold] = await Promise.all([
    items(deps).findWithAnnotations(projectId, itemId),
    assignments(deps).newestFirst(annotatorId, projectId, { limit: NEWEST }),
    goldAnswers(deps).ofPerson(annotatorId, projectId),
  ]);
  const isHers =
    found?.header.claims[annotatorId] !== undefined ||
    found?.annotations.some((annotation) => annotation.annotatorId === annotatorId) ||
    [...newest.found.flatMap((assignment) => assignment.items), ...gold].some((one) => one.itemId === itemId);
  if (!found || !isHers)
    throw refuse("not-found", "you have no such item in front of you", { field: "body.example.itemId", value: itemId });
  if (!region) return;
  const { media } = found.header;
  const size = media && "width" in media ? media : { width: 0, height: 0 };
  if (region.x + region.width <= size.width + 0.5 && region.y + region.height <= size.height + 0.5) return;
  throw refuse("bad-request", "the region lies outside the picture", {
    field: "body.example.region",
    value: JSON.stringify(region).slice(0, 80),
    allowed: `inside 0,0 to ${size.width},${size.height}`,
  });
};

/** To others it is not theirs, whoever they are. */
export const refuseUnlessAuthor = ({ authorId }: Pick<Proposal, "authorId">, personId: AnnotatorId): void => {
  if (authorId !== personId) throw refuse("not-allowed", "this proposal is somebody else's");
};

/** The plan of the path or body. */
export const findPlan = async (deps: Deps, projectId: ProjectId, planId: string): Promise<Relabelling> => {
  const found = await relabellings(deps).find(projectId, planId);
  if (!found) throw refuse("not-found", "no such plan", { field: "planId", value: planId });
  return found;
};
