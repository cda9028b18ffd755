import { inContract, inUnit, type Mutation } from "./mutation.ts";

/** Faults around the labelling: who gets in, what goes out, what is done twice. */
export const AROUND: readonly Mutation[] = [
  {
    name: "left-member-gets-in",
    wrong: "somebody who has left a project still sees its inside",
    edits: [
      {
        file: "lambdas/http.ts",
        from: 'if (membership?.state !== "active") throw',
        to: "if (!membership) throw",
      },
    ],
    caughtBy: inUnit("test/lambdas/frame.test.ts"),
  },
  {
    name: "role-not-asked-for",
    wrong: "any member may do what the vendor may",
    edits: [
      {
        file: "lambdas/http.ts",
        from: "if (!hasRole(membership, access.roles)) {",
        to: "if (!hasRole(membership, membership.roles)) {",
      },
    ],
    caughtBy: inUnit("test/lambdas/frame.test.ts"),
  },
  {
    name: "foreign-project-opens",
    wrong: "a member of one project is let into any other whose id she puts into the path",
    edits: [
      {
        file: "lambdas/http.ts",
        from: "projectId && (await memberships(deps).find(person.personId, projectId));",
        to: "projectId && (await memberships(deps).ofPerson(person.personId))[0];",
      },
    ],
    caughtBy: inUnit("test/lambdas/frame.test.ts"),
  },
  {
    name: "id-token-is-taken",
    wrong: "a token that is not for calling the API calls it",
    edits: [
      {
        file: "lambdas/http.ts",
        from: 'if (!personId.success || claims["token_use"] !== "access") throw',
        to: "if (!personId.success) throw",
      },
    ],
    caughtBy: inUnit("test/lambdas/frame.test.ts"),
  },
  {
    name: "token-of-another-audience",
    wrong: "a token that was made for another client opens this API",
    edits: [
      {
        file: "local/sign-in/verify-token.ts",
        from: "audience.includes(String(one)))",
        to: "audience.length > 0 && one !== null)",
      },
    ],
    caughtBy: inContract("test/local/sign-in/front.test.ts"),
  },
  {
    name: "token-of-another-issuer",
    wrong: "a token of another pool opens this API",
    edits: [
      {
        file: "local/sign-in/verify-token.ts",
        from: "        issuer,\n        requiredClaims",
        to: '        ...(issuer === "" && { issuer }),\n        requiredClaims',
      },
    ],
    caughtBy: inContract("test/local/sign-in/front.test.ts"),
  },
  {
    name: "denial-does-not-win",
    wrong: "the embedded cloud lets pass what a policy denies, so a missing grant shows only on AWS",
    edits: [
      {
        file: "local/access/policy.ts",
        from: 'covering.every(({ effect }) => effect === "Allow")',
        to: 'covering.some(({ effect }) => effect === "Allow")',
      },
    ],
    caughtBy: inContract("test/local/policy.test.ts"),
  },
  {
    name: "guesses-without-end",
    wrong: "passwords may be guessed as often as somebody likes",
    edits: [
      {
        file: "local/sign-in/lockout.ts",
        from: "const lockMs = failed < FREE_FAILURES ? 0 :",
        to: "const lockMs = failed >= 0 ? 0 :",
      },
    ],
    caughtBy: inContract("test/local/sign-in/over-time.test.ts"),
  },
  {
    name: "invitation-usable-twice",
    wrong: "a link that somebody is using opens for another person too",
    edits: [
      {
        file: "lambdas/store/invitations.ts",
        from: "(#state = :open OR (#state = :accepting AND #by = :by))",
        to: "(#state = :open OR (#state = :accepting AND (#by = :by OR attribute_exists(pk))))",
      },
    ],
    caughtBy: inUnit("test/lambdas/invitations.test.ts"),
  },
  {
    name: "seconded-twice",
    wrong: "somebody seconds a proposal as often as she likes, and each counts",
    edits: [
      {
        file: "lambdas/store/proposals.ts",
        from: "second.annotatorId}`), second:",
        to: "second.annotatorId + String(second.atMs)}`), second:",
      },
      {
        file: "lambdas/second-proposal.ts",
        from: "  if (!stands) return false;",
        to: "  if (stands || !stands) return false;",
      },
    ],
    caughtBy: inUnit("test/lambdas/proposals.test.ts"),
  },
  {
    name: "feed-without-fence",
    wrong: "a turn of feed that hung ends after the next one, and its old memory stands",
    edits: [
      {
        file: "lambdas/store/feed-state.ts",
        from: 'ConditionExpression: "fence = :fence"',
        to: 'ConditionExpression: "fence = :fence OR attribute_exists(pk)"',
      },
    ],
    caughtBy: inUnit("test/lambdas/feed.test.ts"),
  },
  {
    name: "feed-without-turns",
    wrong: "a schedule that fires twice sends every ticket twice",
    edits: [
      {
        file: "lambdas/store/feed-state.ts",
        from: '"attribute_not_exists(untilMs) OR untilMs < :now"',
        to: '"attribute_not_exists(untilMs) OR untilMs < :now OR attribute_exists(pk)"',
      },
    ],
    caughtBy: inUnit("test/lambdas/feed.test.ts"),
  },
  {
    name: "older-bytes-take-the-place",
    wrong: "bytes that were read while newer ones came under their name are put in these' place",
    edits: [
      {
        file: "lambdas/ingest/place-item.ts",
        from: "some((one) => isBefore(sequencerOf(source), sequencerOf(one))))",
        to: "some((one) => isBefore(sequencerOf(one), sequencerOf(one))))",
      },
    ],
    caughtBy: inUnit("test/lambdas/replacements.test.ts"),
  },
  {
    name: "same-file-starts-afresh",
    wrong: "an event that comes twice begins its item anew, over what was claimed meanwhile",
    edits: [
      {
        file: "lambdas/store/items.ts",
        from: 'ConditionExpression: "attribute_not_exists(pk)"',
        to: 'ConditionExpression: "attribute_not_exists(pk) OR attribute_exists(pk)"',
      },
    ],
    caughtBy: inUnit("test/lambdas/items-once.test.ts"),
  },
  {
    name: "media-as-claimed",
    wrong: "a picture is shown as the type that its uploader claimed, which may be a page with a script",
    edits: [
      {
        file: "lambdas/media-url.ts",
        from: '"text/plain; charset=utf-8" : contentType',
        to: '"text/plain; charset=utf-8" : undefined',
      },
    ],
    caughtBy: inUnit("test/lambdas/media-url.test.ts"),
  },
  {
    name: "export-decides-from-headers",
    wrong: "an export tells how items stand now, not how they stood at its moment",
    edits: [
      {
        file: "core/as-of.ts",
        from: "  const outOfUse = outOfUseAsOf(header, asOfMs);\n  if (outOfUse) return { ...said",
        to: '  if (header.state === "open") return { ...said, outcome: { state: "open", agreement: 0 }, reviewed: false };\n  const outOfUse = outOfUseAsOf(header, asOfMs);\n  if (outOfUse) return { ...said',
      },
    ],
    caughtBy: inUnit("test/lambdas/export/export.test.ts"),
  },
  {
    name: "export-begins-at-once",
    wrong: "an export misses what was accepted before the click and was still being stored",
    edits: [
      {
        file: "lambdas/export/moment.ts",
        from: "SETTLE_MS = ACCEPTING_MS_MAX + CLOCK_SKEW_MS_MAX",
        to: "SETTLE_MS = 0 * (ACCEPTING_MS_MAX + CLOCK_SKEW_MS_MAX)",
      },
    ],
    caughtBy: inUnit("test/lambdas/export/export.test.ts"),
  },
  {
    name: "export-published-twice",
    wrong: "a second run writes another manifest over the one that a client may have fetched",
    edits: [
      {
        file: "lambdas/store/put-object-once.ts",
        from: '{ ...object, IfNoneMatch: "*" }',
        to: "{ ...object }",
      },
    ],
    caughtBy: inUnit("test/lambdas/export/interrupted.test.ts"),
  },
  {
    name: "pseudonym-for-everybody",
    wrong: "two clients can put their exports together: a person has the same name in both",
    edits: [
      {
        file: "lambdas/export/pseudonyms.ts",
        from: "JSON.stringify([recipient, asOfMs,",
        to: 'JSON.stringify([recipient === "", asOfMs,',
      },
    ],
    caughtBy: inUnit("test/lambdas/export/export.test.ts"),
  },
  {
    name: "undecided-as-background",
    wrong: "what nobody could decide is written as a picture with nothing on it",
    edits: [
      {
        file: "lambdas/export/gather.ts",
        from: "streamsOf(item, wanted.formats",
        to: 'streamsOf({ ...item, outcome: item.outcome.state === "agreed" ? item.outcome : { state: "agreed", value: {} } }, wanted.formats',
      },
    ],
    caughtBy: inUnit("test/lambdas/export/export.test.ts"),
  },
  {
    name: "group-of-two",
    wrong: "a figure about a group is shown that rests on two people",
    edits: [{ file: "core/agreement/group-agreement.ts", from: "PEOPLE_MIN = 5", to: "PEOPLE_MIN = 2" }],
    caughtBy: inUnit("test/core/agreement"),
  },
];
