import { agreementReport } from "../../core/agreement/agreement-report.ts";
import { specialRateCount } from "../../core/agreement/special-rates.ts";
import { type ItemLabel, numberedAnswers } from "../../core/consensus/online/numbered-answers.ts";
import { classesOf, labelsSaid } from "../../core/consensus/project-answers.ts";
import { currentCounted, decide } from "../../core/decide.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Ontology } from "../../core/ontology.ts";
import { countsAs, crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import { namedLabels } from "../../core/ontology-change/named-labels.ts";
import { type Counts, sumOf } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { seeded } from "../../core/seeded.ts";
import type { AgreementReport } from "../api/agreement.ts";
import type { Deps } from "../deps.ts";
import { itemName } from "../item-card.ts";
import { exportRecords } from "../store/exports.ts";
import { skillsObjects } from "../store/skills-objects.ts";
import { type SkillsRecord, skillsRecords } from "../store/skills-records.ts";
import { stats } from "../store/stats.ts";
import { answeredItem } from "./learn-skills.ts";
import { type NamedItem, reportOf } from "./report-of.ts";
import { type Settling, settleItem } from "./settle-item.ts";
import { settlingOf } from "./settling-of.ts";
import { type AnsweredHistory, visitAnswered } from "./visit-items.ts";

/** Of items that would be decided differently, so many are named. */
const NAMED_MAX = 200;

type Changed = AgreementReport["changed"]["items"][number];

/**
 * Looks at every item again under the snapshot that was just published. Where it would be decided differently it is
 * decided again, unless an export has told of it: that is reported, and nothing is re-opened. Run again after a cut it
 * finds what is left, for an item that was decided again is alike the second time.
 */
export const applySkills = async (
  deps: Deps,
  project: Project,
  ontology: Ontology,
  record: SkillsRecord,
): Promise<void> => {
  const { projectId } = project;
  const settling = await settlingOf(deps, project, ontology);
  const exports = await exportRecords(deps).ofProject(projectId);
  const exportedUpToMs = Math.max(0, ...exports.map(({ asOfMs }) => asOfMs));
  const labelIds = ontology.labels.map(({ id }) => id);
  const special = specialRateCount(labelIds);
  const crosswalk = crosswalkOf(ontology);
  const said: ItemLabel[] = [];
  const named = new Map<string, NamedItem>();
  const changed: Changed[] = [];
  const changes: Partial<Counts>[] = [];
  await visitAnswered(deps, projectId, async (history) => {
    const item = await answeredItem(deps, history, record.asOfMs, crosswalk);
    if (item) {
      said.push(...labelsSaid(item));
      named.set(item.itemId, { itemId: item.itemId, name: itemName(history.header.source) });
    }
    const accepted = history.annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= record.asOfMs);
    special.add(accepted.map((one) => ({ ...one, answer: countsAs(one.answer, crosswalk) })));
    // A majority is the same whoever is in it.
    if (project.confidenceTarget === "majority") return;
    const looked = await lookAgain(deps, settling, history, exportedUpToMs);
    if (looked.state === "told") changed.push(looked.changed);
    if (looked.state === "decided") changes.push(looked.change);
  });
  await stats(deps).add(projectId, sumOf(changes));

  const labels = classesOf(namedLabels(ontology));
  const { answers, itemIds } = numberedAnswers(said, labels);
  const figures = agreementReport(answers, labels, "nominal", seeded(record.number).next);
  const report = reportOf(
    figures,
    itemIds.flatMap((itemId) => named.get(itemId) ?? []),
    {
      count: changed.length,
      items: changed.sort((a, b) => (a.itemId < b.itemId ? -1 : 1)).slice(0, NAMED_MAX),
    },
    special.rates(),
  );
  await skillsObjects(deps).putReport({ projectId, number: record.number }, { asOfMs: record.asOfMs, report });
  await skillsRecords(deps).put(projectId, { ...record, state: "applied" });
  deps.log.info("skills.applied", { projectId, number: record.number, decided: changes.length, told: changed.length });
};

type Looked =
  | { readonly state: "alike" }
  | { readonly state: "decided"; readonly change: Partial<Counts> }
  | { readonly state: "told"; readonly changed: Changed };

const lookAgain = async (
  deps: Deps,
  settling: Settling,
  { header, annotations }: AnsweredHistory,
  exportedUpToMs: number,
): Promise<Looked> => {
  const inRound = currentCounted(annotations.filter(({ round }) => round === header.round));
  if (inRound.length === 0 || header.consensus?.reviewed) return { state: "alike" };
  const decision = decide(header, annotations, settling, settling.skills);
  if (decision.state !== "decided") throw new Error(`item ${header.itemId}: every answer is at hand`);
  const next = decision.header;
  const isAlike = JSON.stringify(verdictOf(header)) === JSON.stringify(verdictOf(next));
  // Decided before anything was known: the same, and now it can say how sure it is.
  const saysMore = header.consensus?.confidence === undefined && next.consensus?.confidence !== undefined;
  if (isAlike && !saysMore) return { state: "alike" };
  const newestMs = Math.max(...inRound.map(({ acceptedAtMs }) => acceptedAtMs));
  if (!isAlike && header.state !== "open" && newestMs <= exportedUpToMs) {
    const { itemId, source } = header;
    const changed = { itemId, name: itemName(source), before: outcomeOf(header), now: outcomeOf(next) };
    return { state: "told", changed };
  }
  const settled = await settleItem(deps, settling, header.itemId, { fetchAnswers: true });
  // Contended: whoever was quicker has decided by the same snapshot.
  return settled.state === "settled" ? { state: "decided", change: settled.change } : { state: "alike" };
};

const outcomeOf = ({ state, consensus }: ItemHeader): Changed["now"] => {
  if (state === "rejected" || state === "replaced") throw new Error("out of use");
  return { state, ...(consensus?.classes && { classes: [...consensus.classes] }) };
};

const verdictOf = ({ state, consensus, overlapWanted }: ItemHeader) =>
  state === "open" ? { state, overlapWanted } : { state, classes: consensus?.classes };
