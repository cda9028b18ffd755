import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../../core/annotation.ts";
import { faultsOf } from "../../../core/audit.ts";
import { decide } from "../../../core/decide.ts";
import type { AnnotatorId, ItemId } from "../../../core/ids.ts";
import { bucketOf, type ItemHeader, overlapFor, wanted } from "../../../core/item.ts";
import { monthOf } from "../../../core/pay.ts";
import type { Project } from "../../../core/project.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import { settlingOf } from "../../../lambdas/steps/settling-of.ts";
import { skillsAt } from "../../../lambdas/steps/skills-of.ts";
import { assignments } from "../../../lambdas/store/assignments.ts";
import { audits } from "../../../lambdas/store/audits.ts";
import { items } from "../../../lambdas/store/items.ts";
import { ledger } from "../../../lambdas/store/ledger.ts";
import { ontologies } from "../../../lambdas/store/ontologies.ts";
import { brokenGold, goldSaidBy } from "./gold-holds.ts";
import type { Acknowledged } from "./play.ts";

/** What must hold once every lease has ended and been reconciled. */
export const brokenPromises = async (
  deps: Deps,
  project: Project,
  acknowledged: readonly Acknowledged[],
  { people, itemIds }: { readonly people: readonly AnnotatorId[]; readonly itemIds: readonly ItemId[] },
) => {
  const broken: string[] = [];
  // How sure a decision is depends on how many labels there were when it was made: a version says nothing of older ones.
  const versions = await Promise.all(
    (await ontologies(deps).all(project.projectId)).map(async (ontology) => {
      const settling = await settlingOf(deps, { ...project, ontologyVersion: ontology.version }, ontology);
      return { ontology, settling };
    }),
  );
  const found = await Promise.all(itemIds.map((itemId) => items(deps).findWithAnnotations(project.projectId, itemId)));
  const histories = found.filter((one) => one !== undefined);
  const answers = histories.flatMap(({ annotations }) => annotations);
  const gold = await goldSaidBy(deps, project.projectId, people);
  const rows = [...answers, ...gold];

  for (const { personId, itemId, submissionId, revision, answer } of acknowledged) {
    const row = rows.find((one) => one.submissionId === submissionId && one.itemId === itemId);
    if (row?.annotatorId !== personId || row.revision !== revision)
      broken.push(`I1 ${itemId}: ${submissionId} is lost`);
    else if (!("answer" in row && isDeepStrictEqual(row.answer, answer)))
      broken.push(`I1 ${itemId}: ${submissionId} says something else`);
  }
  const keys = [
    ...answers.map((one) => `${one.itemId} ${one.round} ${one.annotatorId} ${one.revision}`),
    ...gold.map((one) => `${one.itemId} ${one.round} ${one.annotatorId} ${one.assignmentId} ${one.revision}`),
  ];
  if (new Set(keys).size !== keys.length) broken.push("I2 a revision is there twice");
  if (new Set(rows.map(({ submissionId }) => submissionId)).size !== rows.length) broken.push("I6 stored twice");

  for (const { header, annotations } of histories) {
    const { itemId } = header;
    if (Object.keys(header.claims).length > 0) broken.push(`I4 ${itemId}: a claim is left`);
    const next = await Promise.all(
      versions.map(async ({ ontology, settling }) => {
        const decision = decide(
          header,
          annotations,
          settling,
          await skillsAt(deps, project, ontology, header.snapshot),
        );
        return decision.state === "decided" ? inShort(decision.header, project) : decision.state;
      }),
    );
    if (!next.includes(inShort(header, project)))
      broken.push(`I6 ${itemId}: ${inShort(header, project)} is not ${next.at(-1)}`);
  }
  const lateOf = (annotations: readonly { readonly late: boolean }[]) => annotations.filter(({ late }) => late).length;
  let surplus = 0;
  for (const { header, annotations } of histories) {
    const more = surplusOf(annotations, project).length;
    surplus += more;
    if (more > lateOf(annotations))
      broken.push(`I9 ${header.itemId}: ${more} surplus answers, ${lateOf(annotations)} late`);
  }

  broken.push(...(await brokenGold(deps, project.projectId, gold, histories)));
  broken.push(...(await brokenPay(deps, rows, people, project)));
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
    answers: answers.length,
    gold: gold.length,
    late: lateOf(rows),
    surplus,
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
  deps: Deps,
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
    for (const month of months) lines.push(...(await ledger(deps).ofMonth(personId, month)));
  }
  const nameOf = (one: { readonly itemId: string; readonly round: number; readonly annotatorId: string }) =>
    `${one.itemId} ${one.round} ${one.annotatorId}`;
  const owed = firsts.map(nameOf).sort();
  const paid = lines.map(nameOf).sort();
  const promised = await Promise.all(
    lines.map(({ annotatorId, assignmentId }) =>
      assignments(deps).find({ annotatorId, assignmentId, projectId: project.projectId }),
    ),
  );
  const wrongRate = lines.some(({ pay }, at) => JSON.stringify(pay) !== JSON.stringify(promised[at]?.pay));
  return [
    ...(owed.join() === paid.join() ? [] : [`I10 owed ${owed.length}, paid ${paid.length}`]),
    ...(wrongRate ? ["I10 another rate than was promised"] : []),
  ];
};
