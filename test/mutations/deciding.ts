import { inCuts, inUnit, type Mutation } from "./mutation.ts";

/** Faults in deciding, taking back, paying and looking at what was left behind. */
export const DECIDING: readonly Mutation[] = [
  {
    name: "grace-below-the-handler-timeout",
    wrong: "reconcile comes while a handler that saw the lease in force may still be writing",
    edits: [
      {
        file: "core/assignment.ts",
        from: "RECONCILE_GRACE_MS = 90_000",
        to: "RECONCILE_GRACE_MS = 30_000",
      },
    ],
    caughtBy: inUnit("test/core/assignment.test.ts"),
  },
  {
    name: "reconcile-without-grace",
    wrong: "reconcile ends a lease at the millisecond in which it runs out",
    edits: [
      {
        file: "core/assignment.ts",
        from: "leaseUntilMs + RECONCILE_GRACE_MS < nowMs",
        to: "leaseUntilMs < nowMs",
      },
    ],
    caughtBy: inUnit("test/core/assignment.test.ts", "test/lambdas/leases.test.ts"),
  },
  {
    name: "frees-without-looking",
    wrong: "a claim is given back without looking whether its holder has answered",
    edits: [
      {
        file: "lambdas/steps/settle-item.ts",
        from: "  const decideOn = (heard",
        to: "  if (giveBack) return { ...header, claims };\n  const decideOn = (heard",
      },
    ],
    caughtBy: inUnit("test/lambdas/leases.test.ts"),
  },
  {
    name: "closed-though-rearmed",
    wrong: "reconcile closes an assignment whose lease was moved while it looked",
    edits: [
      {
        file: "lambdas/store/leases.ts",
        from: '    ): Promise<"closed" | "changed-meanwhile"> {\n      const sets = { done: setOf(done), released: setOf(released) };\n      const adds = [sets.done && "#done :done", sets.released && "released :released"].filter(Boolean);\n      const closed = await update(read, {\n        ConditionExpression: "#state = :open AND leaseUntilMs = :read",',
        to: '    ): Promise<"closed" | "changed-meanwhile"> {\n      const sets = { done: setOf(done), released: setOf(released) };\n      const adds = [sets.done && "#done :done", sets.released && "released :released"].filter(Boolean);\n      const closed = await update(read, {\n        ConditionExpression: "#state = :open AND leaseUntilMs >= :read",',
      },
    ],
    caughtBy: inUnit("test/lambdas/reconcile-overtaken.test.ts"),
  },
  {
    name: "closed-beside-a-late-writer",
    wrong: "the packet's last answer closes the assignment though a correction under way had re-armed it",
    edits: [
      {
        file: "lambdas/store/assignments.ts",
        from: 'ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(unsettled)",\n          UpdateExpression: ["SET',
        to: 'ConditionExpression: "attribute_exists(pk)",\n          UpdateExpression: ["SET',
      },
    ],
    caughtBy: inCuts("the packet's last answer, while a correction is written and then dies"),
  },
  {
    name: "alike-is-left-alone",
    wrong:
      "a writer whose decision is the one that stands writes nothing: a neighbour who read before him overwrites unseen",
    edits: [
      {
        file: "lambdas/steps/settle-item.ts",
        from: "if (options.leaveAlike && isAlike(",
        to: "if ((options.leaveAlike || attempt > 0) && isAlike(",
      },
    ],
    caughtBy: inCuts("two corrections that change something only together"),
  },
  {
    name: "correction-is-paid-anew",
    wrong: "a correction moves the line of pay into its own month, and the first one's stays",
    edits: [
      {
        file: "lambdas/steps/pay-answer.ts",
        from: "own.find(({ revision }) => revision === 1);",
        to: "own.at(-1);",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "header-without-condition",
    wrong: "a header is written over what somebody else has written since it was read",
    edits: [
      {
        file: "lambdas/store/items.ts",
        from: 'Item: headerToRow({ ...next, ver: readVer + 1 }, backlog),\n            ConditionExpression: "ver = :read"',
        to: 'Item: headerToRow({ ...next, ver: readVer + 1 }, backlog),\n            ConditionExpression: "ver = :read OR attribute_exists(pk)"',
      },
    ],
    caughtBy: { by: "simulation", seeds: 30 },
  },
  {
    name: "claims-end-with-the-decision",
    wrong: "a decision drops the claims of those who are still at it",
    edits: [
      {
        file: "core/decide.ts",
        from: "header: { ...next, state: consensus.state, consensus, overlapWanted, snapshot: skills.snapshot },",
        to: "header: { ...next, claims: {}, state: consensus.state, consensus, overlapWanted, snapshot: skills.snapshot },",
      },
    ],
    caughtBy: inUnit("test/core/decide.test.ts"),
  },
  {
    name: "snapshot-not-named",
    wrong: "a header does not name the skills that its decision was made with",
    edits: [
      {
        file: "core/decide.ts",
        from: "consensus, overlapWanted, snapshot: skills.snapshot },",
        to: "consensus, overlapWanted },",
      },
    ],
    caughtBy: inUnit("test/lambdas/learn.test.ts"),
  },
  {
    name: "skills-written-by-submit",
    wrong: "an answer changes the skills that the next one is decided by, so decisions depend on the order of answers",
    edits: [
      {
        file: "lambdas/submit.ts",
        from: 'import { stats } from "./store/stats.ts";',
        to: 'import { learn } from "./learn.ts";\nimport { stats } from "./store/stats.ts";',
      },
      {
        file: "lambdas/submit.ts",
        from: "  return { results: body.answers.map(",
        to: "  await learn(deps);\n  return { results: body.answers.map(",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "exported-item-decided-anew",
    wrong: "new skills change an item that an export has told of, and nobody is told",
    edits: [
      {
        file: "lambdas/steps/apply-skills.ts",
        from: "newestMs <= exportedUpToMs)",
        to: "newestMs < 0 && exportedUpToMs < 0)",
      },
    ],
    caughtBy: inUnit("test/lambdas/learn.test.ts"),
  },
  {
    name: "split-re-mapped-by-rule",
    wrong:
      "answers that named a label which was split count as the first of its parts, and nobody is asked which she meant",
    edits: [
      {
        file: "core/ontology-change/crosswalk.ts",
        from: 'retirement.by === "merge" ? [[id, retirement.into] as const] : []',
        to: 'retirement.by === "deprecate" ? [] : [[id, [retirement.into].flat()[0] ?? id] as const]',
      },
    ],
    caughtBy: inUnit("test/core/ontology-change"),
  },
  {
    name: "split-asks-too-few",
    wrong:
      "after a split only items that were decided by the label are asked for again, not all where somebody named it",
    edits: [
      {
        file: "core/ontology-change/affected.ts",
        from: '    case "redefine":\n      return isNamed(item, change.label);',
        to: '    case "redefine":\n      return item.decided.includes(change.label);',
      },
    ],
    caughtBy: inUnit("test/core/ontology-change"),
  },
  {
    name: "ledger-line-each-time",
    wrong: "the ledger gets another line each time that it is told of an answer",
    edits: [
      {
        file: "lambdas/store/ledger.ts",
        from: '.padStart(4, "0")',
        to: '.padStart(4, "0") + crypto.randomUUID()',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "pay-at-todays-rate",
    wrong: "an answer is paid at the project's rate of now, not at the one that was promised with the packet",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  { assignment, settling }: Submission,",
        to: "  { assignment, project, settling }: Submission,",
      },
      {
        file: "lambdas/steps/take-answer.ts",
        from: "await payAnswer(deps, assignment, assigned, own);",
        to: "await payAnswer(deps, { ...assignment, pay: project.pay }, assigned, own);",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "pay-by-the-clock-of-now",
    wrong:
      "a line that is written late stands in the month of the writing: sent again, an answer is paid in two months",
    edits: [
      {
        file: "lambdas/steps/pay-answer.ts",
        from: "  const { round, acceptedAtMs } = first;\n",
        to: "  const { round } = first;\n  const acceptedAtMs = deps.now();\n",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "ledger-after-the-header",
    wrong: "the line of pay is written after its item was marked as done: a crash between leaves it unpaid for ever",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  await payAnswer(deps, assignment, assigned, own);\n",
        to: "",
      },
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  if (!done) await sendToRetry(",
        to: "  if (done) await assignments(deps).finish(assignment, { done: [itemId], tokens: token ? [token] : [] });\n  await payAnswer(deps, assignment, assigned, own);\n  if (!done) await sendToRetry(",
      },
      {
        file: "lambdas/steps/take-answer.ts",
        from: 'from "../store/annotations.ts";',
        to: 'from "../store/annotations.ts";\nimport { assignments } from "../store/assignments.ts";',
      },
    ],
    caughtBy: inCuts("the last answer of a packet"),
  },
  {
    name: "reconcile-does-not-pay",
    wrong: "an answer whose handler died before the ledger is decided by reconcile, and never paid",
    edits: [
      {
        file: "lambdas/steps/free-or-finish.ts",
        from: "  await payAnswer(deps, assignment, assigned, own);\n",
        to: "  if (own.length === 0) await payAnswer(deps, assignment, assigned, own);\n",
      },
    ],
    caughtBy: inUnit("test/lambdas/leases.test.ts"),
  },
  {
    name: "month-of-pay-cut-at-a-page",
    wrong: "of a month with more lines than fit one page of the table, the rest is not summed",
    edits: [
      {
        file: "lambdas/store/ledger.ts",
        from: "for await (const { Items = [] } of pages) lines.push(...Items.map(fromRow));",
        to: "for await (const { Items = [] } of pages) if (lines.length === 0) lines.push(...Items.map(fromRow));",
      },
    ],
    caughtBy: inUnit("test/lambdas/many-rows.test.ts"),
  },
  {
    name: "answers-cut-at-a-page",
    wrong: "of an item with more answers than fit one page of the table, the rest is neither decided nor kept apart",
    edits: [
      {
        file: "lambdas/store/items.ts",
        from: "for await (const { Items = [] } of pages) rows.push(...Items);",
        to: "for await (const { Items = [] } of pages) if (rows.length === 0) rows.push(...Items);",
      },
    ],
    caughtBy: inUnit("test/lambdas/many-rows.test.ts"),
  },
  {
    name: "limit-beside-a-filter",
    wrong: "a filter beside the limit: five packets of which nothing was won hide every answer that is older",
    edits: [
      {
        file: "lambdas/store/assignments.ts",
        from: '          Limit: limit,\n          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",\n          ExpressionAttributeValues: {\n',
        to: '          Limit: limit,\n          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",\n          FilterExpression: "size(#items) > :none",\n          ExpressionAttributeNames: { "#items": "items" },\n          ExpressionAttributeValues: {\n            ":none": { N: "0" },\n',
      },
    ],
    caughtBy: inUnit("test/lambdas/own-work.test.ts"),
  },
];
