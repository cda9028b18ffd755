import fc from "fast-check";
import { aRequest, type DrawnRequest, idsFor, operationOf, sentWith } from "./drawn-request.ts";
import { holdAnswer } from "./hold-answer.ts";
import { ID_KINDS, type IdKind, type Ids } from "./ids.ts";
import { CALLERS, type CallerName, PERSONS, type PersonName, type Somebody } from "./persons.ts";
import type { ProjectName, RouteWorld } from "./route-world.ts";
import type { Answer, Sent } from "./router.ts";

/** Answers by route and status: what was reached, and how deep. */
export type RouteCounts = Map<string, number>;

const REQUESTS_MAX = 20;

/** Some requests after another in one world, each answered as the document says. Prints them when one is not. */
export const answersAsDocumented = (world: RouteWorld, counts: RouteCounts) =>
  fc.asyncProperty(fc.array(aRequest, { minLength: 1, maxLength: REQUESTS_MAX, size: "max" }), async (requests) => {
    await world.restore();
    const sent: Sent[] = [];
    for (const request of requests) {
      world.pass(request.afterMs);
      const wire = sentWith(request, ...idsFor(world, request.about));
      sent.push(wire);
      const answer = await world.ask(wire);
      if (!answer) continue;
      count(counts, answer);
      orReplay(sent, world, () => holdAnswer(operationOf(answer.name), answer));
      if (answer.statusCode === 200) world.learn(request.about, JSON.parse(answer.body));
    }
  });

const count = (counts: RouteCounts, { name, statusCode }: Answer): void => {
  const key = `${name} ${statusCode}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const orReplay = (sent: readonly Sent[], { log }: RouteWorld, hold: () => void): void => {
  try {
    hold();
  } catch (error) {
    const failed = log.findLast(({ level }) => level === "error")?.["error"] ?? "";
    const lines = sent.map((one) => JSON.stringify(one).slice(0, 2_000)).join("\n");
    throw new Error(
      `${error instanceof Error ? error.message : error}\n${failed}\nsent, the last one is it:\n${lines}`,
    );
  }
};

/** Ids of nothing, in the form of their kind. */
export const NOBODY: Ids = {
  ...Object.fromEntries(ID_KINDS.map((kind, at) => [kind, [`01JZK3V8Q4M2N6P7R9S0T1VZ${String(at).padStart(2, "0")}`]])),
  ...({
    project: ["zzzzzzzzzzzzzzzzzzzzzzzzz0"],
    item: ["zzzzzzzzzzzzzzzzzzzz"],
    person: ["00000000-0000-4000-8000-999999999999"],
    invitation: ["f".repeat(64)],
    secret: ["Z".repeat(43)],
    upload: ["f".repeat(32)],
    key: ["zzzzzzzzzzzzzzzzzzzzzzzzz1/.voice/01JZK3V8Q4M2N6P7R9S0T1VZZZ.webm"],
    label: ["nolabel"],
  } satisfies Partial<Record<IdKind, readonly string[]>>),
} as unknown as Ids;

const strangersTo = (project: "own" | "other"): readonly CallerName[] =>
  CALLERS.filter((name) => name in PERSONS && (PERSONS[name as PersonName] as Somebody)[project].length === 0);

/**
 * The same request about a project of others and about none is answered with the same words, save for the ids: whoever is
 * no member learns nothing of a project, not even that it is there.
 */
export const strangersLearnNothing = (world: RouteWorld) =>
  fc.asyncProperty(aRequest, fc.constantFrom("own", "other"), fc.nat(), async (request, project, nth) => {
    const strangers = strangersTo(project);
    const as = strangers[nth % strangers.length] ?? "stranger";
    if (!("projectId" in request.path) || request.path["projectId"]?.startsWith("‹") !== true || isRaw(request)) return;
    const asked = { ...request, as, path: { ...request.path, projectId: "‹own project 0›" } };
    // Labels have the same ids everywhere.
    const known = { ...world.idsOf(project), label: NOBODY.label };
    await sameBoth(world, asked, known, NOBODY, NOBODY);
  });

/** Within an own project, what is named by an id of another project is named by nothing. */
export const foreignIdsAreNone = (world: RouteWorld) =>
  fc.asyncProperty(aRequest, async (request) => {
    // A link is good for whoever holds its secret.
    if (!("projectId" in request.path) || isRaw(request)) return;
    const asked = { ...withForeign(request), about: "own" as ProjectName };
    const other = { ...world.idsOf("other"), label: NOBODY.label };
    await sameBoth(world, asked, other, NOBODY, world.idsOf("own"));
  });

/** What is no JSON is told by its letters, and an id may be a part of one. */
const isRaw = ({ body }: DrawnRequest): boolean => body !== undefined && !("value" in body);

/** All ids but the project's own become those of another. */
const withForeign = (request: DrawnRequest): DrawnRequest => {
  const text = JSON.stringify(request).replace(/‹(?:own|other) (\w+) (\d+)›/g, (_, kind: string, nth: string) =>
    kind === "project" || kind === "label" ? `‹other ${kind} ${nth}›` : `‹own ${kind} ${nth}›`,
  );
  return JSON.parse(text);
};

/** Answered with 200 though parts of it are refused. What others answer so has ids and secrets that are made anew. */
const SAYS_NO_WITHIN: ReadonlySet<string> = new Set(["submit", "history", "myWork"]);

const sameBoth = async (
  world: RouteWorld,
  request: DrawnRequest,
  there: Ids,
  nowhere: Ids,
  own: Ids,
): Promise<void> => {
  const answers = [];
  for (const ids of [filled(there), nowhere]) {
    await world.restore();
    const wire = sentWith(request, ids, filled(own));
    const answer = await world.ask(wire);
    const isMade = answer?.statusCode === 200 && !SAYS_NO_WITHIN.has(answer.name);
    const words = answer && (isMade ? "" : withoutIds(answer.body, [filled(there), nowhere]));
    answers.push({ wire, said: answer && `${answer.statusCode} ${words}` });
  }
  const [first, second] = answers;
  if (first?.said !== second?.said)
    throw new Error(`tells them apart:\n${answers.map((one) => JSON.stringify(one)).join("\n")}`);
};

/** Of what there is none, an id in its form. */
const filled = (ids: Ids): Ids =>
  Object.fromEntries(ID_KINDS.map((kind) => [kind, ids[kind].length > 0 ? ids[kind] : NOBODY[kind]])) as unknown as Ids;

/** Of both requests in each answer: what was drawn may look like one of them. Ids are of different lengths, so sizes go too. */
const withoutIds = (text: string, both: readonly Ids[]): string => {
  // Keys have the ids of projects in them.
  const longestFirst = both
    .flatMap((ids) => ID_KINDS.flatMap((kind) => ids[kind].map((id) => [kind, id] as const)))
    .sort(([, a], [, b]) => b.length - a.length);
  return longestFirst
    .reduce((left, [kind, id]) => left.replaceAll(id, `‹${kind}›`), text)
    .replaceAll(/\b\d+ bytes\b/g, "‹size›");
};
