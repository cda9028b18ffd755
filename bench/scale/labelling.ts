import type { AnnotatorId, LabelId } from "../../core/ids.ts";
import { freeSlots } from "../../core/item.ts";
import type { ConfidenceTarget, Overlap, Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { type EndpointName, endpoints, type ResponseOf } from "../../lambdas/endpoints.ts";
import { feed } from "../../lambdas/feed.ts";
import { type HttpResult, serve } from "../../lambdas/http.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { headerToRow } from "../../lambdas/store/item-row.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { taskQueues } from "../../lambdas/store/task-queues.ts";
import { submit } from "../../lambdas/submit.ts";
import type { TableEngine } from "../../local/table/engine.ts";
import { aHeader, annotatorOf, haveMember, haveProject, newSubmissionId, PEST } from "../../test/support/labelling.ts";

type Assigned = Extract<ResponseOf<"assign">, { state: "assigned" }>["assignment"];

export interface LabellingOptions {
  readonly items: number;
  readonly annotators: number;
  readonly overlap: Overlap;
  readonly packetItems?: number;
  /** @default majority */
  readonly confidenceTarget?: ConfidenceTarget;
  /** Whether there is a task queue; without, items come from the backlog itself. */
  readonly tickets: boolean;
}

/** A project that many people are labelling, asked as the page asks: through the frame of the API. */
export interface Labelling {
  readonly project: Project;
  readonly people: readonly AnnotatorId[];
  assign(person: AnnotatorId): Promise<Assigned | undefined>;
  /** Hands in answers to these items, in one request. */
  submit(person: AnnotatorId, assignmentId: string, itemIds: readonly string[]): Promise<void>;
  /** Requests so far, and bytes of their answers. */
  readonly answered: { readonly requests: number; readonly bytes: number };
  /** The minute's turn: tickets, and the file that idle pages look at. */
  feed(): Promise<void>;
}

/** Ready to be labelled: project, members, items with their places in the backlog. */
export const startLabelling = async (
  deps: Deps,
  engine: TableEngine,
  { items, annotators, overlap, packetItems = 10, confidenceTarget = "majority", tickets }: LabellingOptions,
): Promise<Labelling> => {
  const project = await haveProject(deps, { overlap, packetItems, confidenceTarget });
  const people = Array.from({ length: annotators }, (_, at) => annotatorOf(at + 1));
  for (const at of people.keys()) await haveMember(deps, project, at + 1);
  await putBacklog(deps, engine, project, items);
  await stats(deps).add(project.projectId, { open: items });
  if (tickets) await taskQueues(deps).create(project.projectId, project.epoch);

  const path = { projectId: project.projectId };
  const frames = {
    assign: serve(endpoints.assign, deps, assign),
    submit: serve(endpoints.submit, deps, submit),
  };
  const answered = { requests: 0, bytes: 0 };
  const call = async <Name extends keyof typeof frames>(name: Name, person: AnnotatorId, body: unknown) => {
    const result = await frames[name](eventOf(person, path, body));
    answered.requests += 1;
    answered.bytes += Buffer.byteLength(result.body);
    return answerOf<Name>(result);
  };
  return {
    project,
    people,
    answered,
    assign: async (person) => {
      const answer = await call("assign", person, {});
      return answer.state === "assigned" ? answer.assignment : undefined;
    },
    submit: async (person, assignmentId, itemIds) => {
      const answers = itemIds.map((itemId) => ({ itemId, submissionId: newSubmissionId(), answer: ANSWER }));
      const { results } = await call("submit", person, { assignmentId, answers });
      const refused = results.find(({ state }) => state === "refused");
      if (refused) throw new Error(`an answer was refused: ${JSON.stringify(refused)}`);
    },
    feed: () => feed(deps),
  };
};

const ANSWER = { kind: "labelled", value: { classes: [PEST satisfies LabelId] } };

/** As the HTTP API hands it over, with the claims that its authorizer has checked. */
const eventOf = (person: AnnotatorId, pathParameters: Readonly<Record<string, string>>, body: unknown) => ({
  pathParameters,
  body: JSON.stringify(body),
  requestContext: {
    requestId: "JKJaXmPLvHcESHA=",
    authorizer: { jwt: { claims: { sub: person, username: "nehma", token_use: "access" } } },
  },
});

const answerOf = <Name extends EndpointName>({ statusCode, body }: HttpResult): ResponseOf<Name> => {
  if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
  return JSON.parse(body) as ResponseOf<Name>;
};

const ROWS_AT_ONCE = 25;

/** Items that want annotators, as ingest leaves them, by the store's own row maker but without its conditions. */
const putBacklog = async (
  { config }: Pick<Deps, "config">,
  engine: TableEngine,
  project: Project,
  count: number,
): Promise<void> => {
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const requests = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, at) => {
      const key = `${project.projectId}/field/${from + at + 1}.jpg`;
      const header = aHeader({
        projectId: project.projectId,
        itemId: itemIdOf(project.projectId, key),
        source: sourceOf(key),
      });
      return { PutRequest: { Item: headerToRow(header, freeSlots(header, project.overlap) > 0) } };
    });
    await engine.call("BatchWriteItem", { RequestItems: { [config.MAIN_TABLE]: requests } });
  }
};

const sourceOf = (key: string) =>
  ({
    from: "object",
    key,
    versionId: "tPbTJSrYv1UjCQqZ9mBcYx0k3r7d2e5F",
    sizeBytes: 204_800,
    sha256: "5d".repeat(32),
  }) as const;
