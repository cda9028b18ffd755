import * as z from "zod";
import { hasRole } from "../core/membership.ts";
import { sumOf } from "../core/progress.ts";
import { refuse } from "../core/refusal.ts";
import { itemId } from "./api/shapes.ts";
import { submittedAnswer } from "./api/work.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { type Read, readBy } from "./refused-body.ts";
import { refused } from "./steps/answer-refusal.ts";
import { firstBadShape } from "./steps/first-bad-shape.ts";
import { settlingOf } from "./steps/settling-of.ts";
import { type Submission, type Taken, takeAnswer } from "./steps/take-answer.ts";
import { assignments } from "./store/assignments.ts";
import { memberships } from "./store/memberships.ts";
import { ontologies } from "./store/ontologies.ts";
import { projects } from "./store/projects.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.submit;
/** Items under way at once; each takes about four calls to the table. */
const AT_ONCE = 5;

/**
 * Takes answers in, each read by itself and with its own result. No finished work is refused: late, after the project
 * has closed or after the annotator has left it is stored and paid (and then not counted). Idempotent by item and
 * submission id: the same request again gives the same results and goes on where the first was cut. docs/leases.md has
 * the order of the writes.
 */
export const submit = async (
  deps: Deps,
  { path, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const submission = await begin(deps, { ...path, assignmentId: body.assignmentId, annotatorId: person.personId });
  const { assignment, project } = submission;

  const read = body.answers.map(readOne);
  const results = new Map<number, Taken>();
  for (const [at, one] of read.entries()) {
    if (one.state === "read") continue;
    const { message, field, ...detail } = one.bad;
    results.set(at, refused("bad-request", message, { field: field || `answers.${at}`, ...detail }));
  }
  // Two answers to one item (an answer and its correction) go one after the other.
  const byItem = Map.groupBy(
    read.flatMap((one, at) => (one.state === "read" ? [{ given: one.content, at }] : [])),
    ({ given }) => given.itemId,
  );
  await inParallel([...byItem.values()], AT_ONCE, async (ofItem) => {
    for (const { given, at } of ofItem) results.set(at, await takeAnswer(deps, submission, given));
  });

  const stored = [...results.values()].filter((taken) => taken.state === "stored");
  const settled = stored.filter(({ done }) => done);
  const finished = {
    done: [...new Set(settled.map(({ annotation }) => annotation.itemId))],
    tokens: settled.flatMap(({ token }) => token ?? []),
  };
  const lastWrites = [
    () => assignments(deps).finish(assignment, finished),
    () => stats(deps).add(project.projectId, sumOf(stored.map(({ change }) => change))),
  ];
  await inParallel(lastWrites, lastWrites.length, (write) => write());
  return { results: body.answers.map((given, at) => resultOf(given, results.get(at))) };
};

const readOne = (given: unknown): Read<z.output<typeof submittedAnswer>> => {
  const bad = firstBadShape(z.object({ answer: z.unknown() }).safeParse(given).data?.answer);
  return bad ? { state: "refused", bad } : readBy(submittedAnswer, given, "");
};

interface Key {
  readonly projectId: Submission["project"]["projectId"];
  readonly assignmentId: Submission["assignment"]["assignmentId"];
  readonly annotatorId: Submission["assignment"]["annotatorId"];
}

/** Project, assignment and membership as they are now. An assignment of somebody else is not found under her. */
const begin = async (deps: Deps, { projectId, assignmentId, annotatorId }: Key): Promise<Submission> => {
  const [project, assignment, membership] = await Promise.all([
    projects(deps).find(projectId),
    assignments(deps).find({ annotatorId, projectId, assignmentId }),
    memberships(deps).find(annotatorId, projectId),
  ]);
  if (!project || !assignment) throw refuse("not-found", "no such assignment", { field: "body.assignmentId" });
  const ontology = await ontologies(deps).find(projectId, assignment.ontologyVersion);
  if (!ontology) throw new Error(`project ${projectId}: ontology ${assignment.ontologyVersion} is missing`);
  const counted = project.state !== "closed" && hasRole(membership, ["annotator"]);
  return { project, assignment, ontology, counted, settling: await settlingOf(deps, project, ontology, "recent") };
};

const named = z.object({ itemId });

const resultOf = (given: unknown, taken: Taken | undefined): Reply<typeof endpoint>["results"][number] => {
  if (!taken) throw new Error("an answer has no result");
  if (taken.state === "refused") return { ...named.safeParse(given).data, state: "refused", ...taken.refusal };
  const { itemId: ofItem, revision, late, counted } = taken.annotation;
  return { itemId: ofItem, state: "stored", revision, late, counted };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), submit));
