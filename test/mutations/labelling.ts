import { inCuts, inUnit, type Mutation } from "./mutation.ts";

/** Faults in handing out and taking in: claims, leases, tickets, retries. */
export const LABELLING: readonly Mutation[] = [
  {
    name: "assignment-after-claims",
    wrong: "the assignment is written after its claims: a crash between leaves claims that nobody ever frees",
    edits: [
      {
        file: "lambdas/steps/grant.ts",
        from: "  await assignments(deps).open(assignment);\n\n  const claims",
        to: "  const claims",
      },
      {
        file: "lambdas/steps/grant.ts",
        from: "  const headers = claims.filter(",
        to: "  await assignments(deps).open(assignment);\n  const headers = claims.filter(",
      },
    ],
    caughtBy: inCuts("handing out"),
  },
  {
    name: "gold-takes-a-claim",
    wrong: "an item of known answer is claimed by whoever meets it, as if it still asked for answers",
    edits: [
      {
        file: "lambdas/steps/grant.ts",
        from: "header === gold ? gold : claim(deps, project, assignment, header)",
        to: "claim(deps, project, assignment, header)",
      },
    ],
    caughtBy: inUnit("test/lambdas/gold.test.ts"),
  },
  {
    name: "gold-decides",
    wrong: "what is said of gold goes into the item's header",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  if (assigned.gold) return {",
        to: "  if (assigned.gold && !isNew) return {",
      },
    ],
    caughtBy: inUnit("test/lambdas/gold.test.ts"),
  },
  {
    name: "gold-paid-once-for-two",
    wrong: "of two answers to the same gold, given in two packets, one is paid",
    edits: [
      {
        file: "lambdas/steps/pay-answer.ts",
        from: "const keyed = gold && { byAssignment: true as const };",
        to: "const keyed = gold && {};",
      },
    ],
    caughtBy: inUnit("test/lambdas/gold.test.ts"),
  },
  {
    name: "no-rearm-when-late",
    wrong: "a late answer does not move its lease: cut after its row it is never decided and never paid",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  if (token) await leases",
        to: "  if (token && !isPastLease(assignment, nowMs)) await leases",
      },
    ],
    caughtBy: inCuts("an answer after its lease was reconciled"),
  },
  {
    name: "no-rearm-for-a-correction",
    wrong: "a correction does not move its lease: cut after its row it is never decided",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "const isOutsideLease = revision > 1 || isPastLease",
        to: "const isOutsideLease = isPastLease",
      },
    ],
    caughtBy: inCuts("a correction, while the packet's last answer comes in"),
  },
  {
    name: "claim-from-the-index",
    wrong: "what the index of the backlog lists is claimed without looking whether the header has a place left",
    edits: [
      {
        file: "lambdas/steps/find-items.ts",
        from: "mayTake(header, annotatorId, overlap))",
        to: "mayTake({ ...header, claims: {} }, annotatorId, overlap))",
      },
    ],
    caughtBy: inUnit("test/lambdas/assign.test.ts"),
  },
  {
    name: "ticket-is-a-lease",
    wrong: "whoever holds a ticket takes its items, whatever their headers say",
    edits: [
      {
        file: "lambdas/steps/find-items.ts",
        from: "async (itemIds: readonly ItemId[]): Promise<void> => {",
        to: "async (itemIds: readonly ItemId[], isHers = false): Promise<void> => {",
      },
      {
        file: "lambdas/steps/find-items.ts",
        from: "!isFull() && mayTake(header, annotatorId, overlap)",
        to: "!isFull() && (isHers || mayTake(header, annotatorId, overlap))",
      },
      {
        file: "lambdas/steps/find-items.ts",
        from: "tickets.flatMap(({ ticket }) => ticket.items))]);",
        to: "tickets.flatMap(({ ticket }) => ticket.items))], true);",
      },
    ],
    caughtBy: inUnit("test/lambdas/assign.test.ts"),
  },
  {
    name: "claim-without-condition",
    wrong: "a claim is written over whatever somebody else has claimed since the header was read",
    edits: [
      {
        file: "lambdas/store/items.ts",
        from: '            Item: headerToRow({ ...claimed, ver: readVer + 1 }, backlog),\n            ConditionExpression: "ver = :read",',
        to: '            Item: headerToRow({ ...claimed, ver: readVer + 1 }, backlog),\n            ConditionExpression: "ver = :read OR attribute_exists(pk)",',
      },
    ],
    caughtBy: inUnit("test/lambdas/assign.test.ts"),
  },
  {
    name: "own-claim-not-known",
    wrong: "a claim whose answer got lost is taken for somebody else's: it stays on the header, in no assignment",
    edits: [
      {
        file: "lambdas/store/items.ts",
        from: "stands?.claims[annotatorId] === token ?",
        to: "stands?.claims[annotatorId] === token.toLowerCase() ?",
      },
    ],
    caughtBy: { by: "simulation", seeds: 30 },
  },
  {
    name: "same-item-twice",
    wrong: "somebody who has answered an item is given it again in the same round",
    edits: [
      {
        file: "core/assignment.ts",
        from: "&& !header.answeredBy.includes(annotatorId);",
        to: "&& header.answeredBy.length < Number.POSITIVE_INFINITY;",
      },
    ],
    caughtBy: inUnit("test/core/assignment.test.ts", "test/lambdas/assign.test.ts"),
  },
  {
    name: "backlog-front-only",
    wrong: "the rest of the backlog is never read: items behind those that she has answered are never handed out",
    edits: [
      {
        file: "lambdas/steps/backlog-candidates.ts",
        from: "  if (left.length === 0) return;",
        to: "  if (left.length >= 0) return;",
      },
    ],
    caughtBy: inUnit("test/lambdas/assign.test.ts"),
  },
  {
    name: "acknowledged-before-written",
    wrong: "an answer is acknowledged while its row is still on the way",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: '  const put = await assignedAnswers(deps, assignment, assigned).put(annotation);\n  return put.state === "stored" ? { state: "stored", annotation, token } : { state: "overtaken" };',
        to: '  void assignedAnswers(deps, assignment, assigned).put(annotation).catch(() => undefined);\n  return { state: "stored", annotation, token };',
      },
    ],
    caughtBy: { by: "simulation", seeds: 30 },
  },
  {
    name: "retry-returns-early",
    wrong: "an answer that is sent again is acknowledged without going on where the first try was cut",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "return finish(deps, submission, { assigned, read, own, annotation: plan.found, token });",
        to: 'return { state: "stored", annotation: plan.found, done: true, ...(token && { token }), change: NO_COUNTS };',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit-again.test.ts"),
  },
  {
    name: "correction-overwrites",
    wrong: "a correction takes the place of what was said before",
    edits: [
      { file: "core/revision.ts", from: "revision: current + 1", to: "revision: Math.max(1, current)" },
      {
        file: "lambdas/store/annotations.ts",
        from: 'ConditionExpression: "attribute_not_exists(pk)"',
        to: 'ConditionExpression: "attribute_not_exists(pk) OR attribute_exists(pk)"',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "answer-in-the-wrong-round",
    wrong: "an answer to an item that was re-opened meanwhile counts in the new round",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "{ assigned, revision: plan.revision }",
        to: "{ assigned: { ...assigned, round: read.header.round }, revision: plan.revision }",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "late-work-is-refused",
    wrong: "finished work is refused because the lease has run out",
    edits: [
      {
        file: "lambdas/steps/take-answer.ts",
        from: "  const answer = await readAnswer(deps, given);\n",
        to: '  if (isPastLease(assignment, deps.now())) return refused("conflict", "too late", itemOfIt(given));\n  const answer = await readAnswer(deps, given);\n',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "left-member-counts",
    wrong: "what somebody answers after she has left is counted",
    edits: [
      {
        file: "lambdas/submit.ts",
        from: 'hasRole(membership, ["annotator"]);',
        to: '(hasRole(membership, ["annotator"]) || membership !== null);',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "closed-project-counts",
    wrong: "what is answered after the project has closed is counted, and changes what was handed over",
    edits: [
      {
        file: "lambdas/submit.ts",
        from: 'const counted = project.state !== "closed" && hasRole',
        to: "const counted = hasRole",
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
  {
    name: "paused-project-hands-out",
    wrong: "a paused project goes on handing items out",
    edits: [
      {
        file: "lambdas/assign.ts",
        from: '  if (state === "open") return;',
        to: '  if (state === "open" || state === "paused") return;',
      },
    ],
    caughtBy: inUnit("test/lambdas/assign.test.ts"),
  },
  {
    name: "hash-not-checked",
    wrong: "a large answer is stored though its bytes are not those that its hash promises",
    edits: [
      {
        file: "lambdas/store/answers.ts",
        from: '.digest("hex") !== sha256) return',
        to: '.digest("hex") === "") return',
      },
    ],
    caughtBy: inUnit("test/lambdas/submit.test.ts"),
  },
];
