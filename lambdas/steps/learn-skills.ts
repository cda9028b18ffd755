import { votesAsOf } from "../../core/as-of.ts";
import { learnSkills as learned } from "../../core/consensus/online/learn-skills.ts";
import type { ItemLabel } from "../../core/consensus/online/numbered-answers.ts";
import { type AnsweredItem, classesOf, classOf, labelsSaid } from "../../core/consensus/project-answers.ts";
import type { Ontology } from "../../core/ontology.ts";
import { type Crosswalk, countsAs, crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import { namedLabels } from "../../core/ontology-change/named-labels.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { skillsObjects } from "../store/skills-objects.ts";
import { type SkillsRecord, skillsRecords } from "../store/skills-records.ts";
import { goldSaid } from "./gold-said.ts";
import { pastReviews } from "./past-reviews.ts";
import { type AnsweredHistory, visitAnswered } from "./visit-items.ts";

/**
 * Learns the next snapshot from the annotations as of a moment, and publishes it. The object comes first and is written
 * once: a run that was cut off behind it, or that came second, publishes what is there. The record moves on by one, so
 * of two runs at once one is told that it was overtaken.
 */
export const learnSkills = async (
  deps: Deps,
  { projectId }: Project,
  ontology: Ontology,
  before: SkillsRecord | undefined,
): Promise<"published" | "overtaken"> => {
  const asOfMs = deps.now();
  const number = (before?.number ?? 0) + 1;
  const crosswalk = crosswalkOf(ontology);
  const said: ItemLabel[] = [];
  const gold = new Map<string, string>();
  await visitAnswered(deps, projectId, async (history) => {
    const item = await answeredItem(deps, history, asOfMs, crosswalk);
    if (!item) return;
    said.push(...labelsSaid(item));
    const known = item.settled && classOf(item.settled);
    if (known !== undefined) gold.set(item.itemId, known);
  });
  const handedOut = await goldSaid(deps, projectId, asOfMs, crosswalk);
  said.push(...handedOut.said);
  for (const [itemId, label] of handedOut.known) gold.set(itemId, label);
  const labels = classesOf(namedLabels(ontology));
  const named = { projectId, number };
  const mine = { ...learned(said, { labels, snapshot: number, gold }), asOfMs };
  const written = await skillsObjects(deps).putSnapshot(named, mine);
  const stands = written === "put" ? mine : await skillsObjects(deps).readSnapshot(named);
  // Gold is in no count of answers, which these are held against.
  const answers = Math.max(0, stands.answers - handedOut.said.length);
  const goldVer = handedOut.ver;
  const record = { number, asOfMs: stands.asOfMs, answers, goldVer, state: "published" } as const;
  if ((await skillsRecords(deps).put(projectId, record)) === "overtaken") return "overtaken";
  deps.log.info("skills.published", {
    projectId,
    number,
    answers: stands.answers,
    annotators: stands.annotators.length,
  });
  return "published";
};

/** The votes of an item's round as of a moment, as they count now; `undefined` where there are none. */
export const answeredItem = async (
  deps: Deps,
  { header, annotations, reviews }: AnsweredHistory,
  asOfMs: number,
  crosswalk: Crosswalk,
): Promise<AnsweredItem | undefined> => {
  const found = votesAsOf(header, annotations, await pastReviews(deps, reviews), asOfMs);
  if (!found || found.votes.length === 0) return undefined;
  const { votes, settled } = found;
  const answers = votes.map((vote) => ({ ...vote, answer: countsAs(vote.answer, crosswalk) }));
  return { itemId: header.itemId, answers, ...(settled && { settled: countsAs(settled, crosswalk) }) };
};
