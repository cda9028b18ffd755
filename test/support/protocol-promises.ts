import type { Answer } from "../../core/annotation.ts";
import { faultsOf } from "../../core/audit.ts";
import { decide } from "../../core/decide.ts";
import type { AnnotatorId, ItemId } from "../../core/ids.ts";
import { bucketOf, type ItemHeader, overlapFor, wanted } from "../../core/item.ts";
import { monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import { settlingOf } from "../../lambdas/steps/settling-of.ts";
import { skillsAt } from "../../lambdas/steps/skills-of.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { assignments } from "../../lambdas/store/assignments.ts";
import { audits } from "../../lambdas/store/audits.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import { ontologies } from "../../lambdas/store/ontologies.ts";
import type { ProtocolWorld } from "./protocol-world.ts";

/** What a client was told is stored. */
export interface Acknowledged {
  readonly personId: AnnotatorId;
  readonly itemId: string;
  readonly submissionId: string;
  readonly revision: number;
  readonly packet: { readonly items: readonly { readonly itemId: string; readonly round: number }[] };
}

/** At each write of a header: nobody's write is passed over; I3 and I4 for each claim as it is granted, I5 as it goes. */
export const watchClaims = (world: ProtocolWorld, { overlap }: Project): { readonly broken: string[] } => {
  const broken: string[] = [];
  const { deps } = world.stores;
  world.onHeader(async (next, before) => {
    if (before && next.ver !== before.ver + 1) broken.push(`${next.itemId}: a write was passed over at ${next.ver}`);
    broken.push(...(await droppedUnseen(world, next, before)));
    const isNew = (annotatorId: string) => before?.round !== next.round || !(annotatorId in before.claims);
    for (const [annotator, token] of Object.entries(next.claims).filter(([annotator]) => isNew(annotator))) {
      const annotatorId = annotator as AnnotatorId;
      const taken = next.answeredBy.length + Object.keys(next.claims).length;
      if (taken > wanted(next, overlap)) broken.push(`I3 ${next.itemId}: ${taken} of ${wanted(next, overlap)}`);
      if (next.answeredBy.includes(annotatorId)) broken.push(`I3 ${next.itemId}: claimed by one who has answered`);
      const { projectId } = next;
      const listed = await assignments(deps).find({ annotatorId, projectId, assignmentId: token });
      if (!listed?.items.some(({ itemId }) => itemId === next.itemId)) broken.push(`I4 ${next.itemId}: unlisted claim`);
    }
  });
  return { broken };
};

/** I5: a claim goes with its answer, or because its assignment has ended, by hand or by time. */
const droppedUnseen = async (world: ProtocolWorld, next: ItemHeader, before: ItemHeader | undefined) => {
  const { deps, nowMs } = world.stores;
  const { projectId, itemId, round } = next;
  const gone =
    before?.round === round ? Object.entries(before.claims).filter(([person]) => !(person in next.claims)) : [];
  const broken: string[] = [];
  for (const [person, assignmentId] of gone) {
    const annotatorId = person as AnnotatorId;
    const own = await annotations(deps).ofAnnotator(projectId, itemId, round, annotatorId);
    const held = await assignments(deps).find({ annotatorId, projectId, assignmentId });
    // Re-armed for an answer that is on its way while somebody who saw the lease over was dropping the claim.
    const hadEnded = held && held.firstLeaseUntilMs <= nowMs() && held.unsettled.length > 0;
    if (own.length === 0 && !hadEnded && (!held || held.leaseUntilMs > nowMs()))
      broken.push(`I5 ${itemId}: a claim was dropped unseen`);
  }
  return broken;
};

/** What must hold once every lease has ended and been reconciled. */
export const brokenPromises = async (
  world: ProtocolWorld,
  project: Project,
  acknowledged: readonly Acknowledged[],
  { people, itemIds }: { readonly people: readonly AnnotatorId[]; readonly itemIds: readonly ItemId[] },
) => {
  const { deps } = world.stores;
  const broken: string[] = [];
  const settling = await settlingOf(deps, project);
  const found = await Promise.all(itemIds.map((itemId) => items(deps).findWithAnnotations(project.projectId, itemId)));
  const histories = found.filter((one) => one !== undefined);
  const rows = histories.flatMap(({ annotations }) => annotations);

  for (const { personId, itemId, submissionId, revision } of acknowledged) {
    const row = rows.find((one) => one.submissionId === submissionId && one.itemId === itemId);
    if (row?.annotatorId !== personId || row.revision !== revision)
      broken.push(`I1 ${itemId}: ${submissionId} is lost`);
  }
  const keys = rows.map((one) => `${one.itemId} ${one.round} ${one.annotatorId} ${one.revision}`);
  if (new Set(keys).size !== keys.length) broken.push("I2 a revision is there twice");
  if (new Set(rows.map(({ submissionId }) => submissionId)).size !== rows.length) broken.push("I6 stored twice");

  for (const { header, annotations } of histories) {
    const { itemId } = header;
    if (Object.keys(header.claims).length > 0) broken.push(`I4 ${itemId}: a claim is left`);
    const ontology = await ontologies(deps).find(project.projectId, project.ontologyVersion);
    if (!ontology) throw new Error("the project has an ontology");
    const named = await skillsAt(deps, project, ontology, header.snapshot);
    const decision = decide(header, annotations, settling, named);
    const next = decision.state === "decided" ? inShort(decision.header, project) : decision.state;
    if (next !== inShort(header, project)) broken.push(`I6 ${itemId}: ${inShort(header, project)} is not ${next}`);
  }
  const surplus = histories.flatMap(({ annotations }) => surplusOf(annotations, project));
  const lateOnes = rows.filter(({ late }) => late).length;
  if (surplus.length > lateOnes) broken.push(`I9 ${surplus.length} surplus answers, ${lateOnes} late`);

  broken.push(...(await brokenPay(world, rows, people, project)));
  const open = [];
  for (const personId of people) {
    for await (const page of assignments(deps).all(personId, project.projectId)) open.push(...page);
  }
  if (open.some(({ state }) => state === "open")) broken.push("an assignment is open for ever");
  for (const bucket of new Set(itemIds.map(bucketOf))) {
    const page = await audits(deps).page(project.projectId, bucket);
    for (const item of page.items) {
      for (const fault of faultsOf(item, project.overlap, deps.now())) broken.push(`${item.itemId}: ${fault.kind}`);
    }
  }
  return {
    broken,
    answers: rows.length,
    late: lateOnes,
    surplus: surplus.length,
    reconciled: open.filter(({ released }) => released.length > 0).length,
  };
};

/** What a decision makes of a header. */
const inShort = (header: ItemHeader, { overlap }: Project): string => {
  const { state, round, claims, answeredBy, consensus } = header;
  return JSON.stringify({ state, round, claims, answeredBy, consensus, wanted: wanted(header, overlap) });
};

/** First answers that came when as many as the maximum had counted already; two where somebody said "unusable". */
const surplusOf = (
  annotations: readonly {
    readonly round: number;
    readonly revision: number;
    readonly counted: boolean;
    readonly late: boolean;
    readonly answer?: Answer;
  }[],
  { overlap }: Project,
) =>
  [
    ...Map.groupBy(
      annotations.filter(({ counted }) => counted),
      ({ round }) => round,
    ).values(),
  ].flatMap((inRound) => {
    const doubted = inRound.some(({ answer }) => answer?.kind === "unusable");
    const firsts = inRound.filter(({ revision }) => revision === 1);
    return firsts.slice(overlapFor(doubted ? { doubted } : {}, overlap).max);
  });

/** I10: one line for each item, round and annotator who answered, at the promised rate, whatever came of it. */
const brokenPay = async (
  world: ProtocolWorld,
  rows: readonly {
    readonly itemId: string;
    readonly round: number;
    readonly annotatorId: AnnotatorId;
    readonly acceptedAtMs: number;
    readonly revision: number;
  }[],
  people: readonly AnnotatorId[],
  project: Project,
): Promise<readonly string[]> => {
  const firsts = rows.filter(({ revision }) => revision === 1);
  const months = new Set(firsts.map(({ acceptedAtMs }) => monthOf(acceptedAtMs)));
  const lines = [];
  for (const personId of people) {
    for (const month of months) lines.push(...(await ledger(world.stores.deps).ofMonth(personId, month)));
  }
  const nameOf = (one: { readonly itemId: string; readonly round: number; readonly annotatorId: string }) =>
    `${one.itemId} ${one.round} ${one.annotatorId}`;
  const owed = firsts.map(nameOf).sort();
  const paid = lines.map(nameOf).sort();
  const wrongRate = lines.some(({ pay }) => JSON.stringify(pay) !== JSON.stringify(project.pay));
  return [
    ...(owed.join() === paid.join() ? [] : [`I10 owed ${owed.length}, paid ${paid.length}`]),
    ...(wrongRate ? ["I10 another rate than was promised"] : []),
  ];
};
