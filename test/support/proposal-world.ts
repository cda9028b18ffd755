import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId, LabelId } from "../../core/ids.ts";
import type { Role } from "../../core/membership.ts";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { monthOf } from "../../core/pay.ts";
import type { Project } from "../../core/project.ts";
import { decideProposal } from "../../lambdas/decide-proposal.ts";
import type { Deps } from "../../lambdas/deps.ts";
import type { BodyOf, Endpoint, Reply } from "../../lambdas/endpoints.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getPlan } from "../../lambdas/get-plan.ts";
import { type Request, serve } from "../../lambdas/http.ts";
import { planProposal } from "../../lambdas/plan-proposal.ts";
import { propose } from "../../lambdas/propose.ts";
import { relabelMessage } from "../../lambdas/relabel/message.ts";
import { relabel } from "../../lambdas/relabel.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { items } from "../../lambdas/store/items.ts";
import { ledger } from "../../lambdas/store/ledger.ts";
import type { Row } from "../../lambdas/store/row.ts";
import { annotatorOf, handIn, haveItems, haveMember, haveProject, takePacket } from "./labelling.ts";
import { memoryBucket } from "./memory-bucket.ts";
import { openStores, type Stores } from "./stores.ts";

type Run<E extends Endpoint> = (deps: Deps, request: Request<E>) => Promise<Reply<E>>;
export interface Sent {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Persons of the world, by number. */
export const VENDOR = annotatorOf(90);
export const REVIEWER = annotatorOf(91);
export const CLIENT = annotatorOf(92);

/** A project with a vendor and annotators over the real stores, and all that is done about proposals in it. */
export interface ProposalWorld {
  readonly stores: Stores;
  readonly deps: Deps;
  readonly project: Project;
  readonly itemIds: readonly ItemId[];
  readonly objects: Map<string, Buffer>;
  /** Calls a handler in its frame; other clients and stores where `as` is given them. */
  ask<const E extends Endpoint>(
    endpoint: E,
    run: Run<E>,
    as: AnnotatorId,
    sent?: Sent,
    deps?: Deps,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** The same, and it must say yes. */
  call<const E extends Endpoint>(endpoint: E, run: Run<E>, as: AnnotatorId, sent?: Sent): Promise<Reply<E>>;
  /** Somebody labels all that she is given, each item by what `say` says of it. */
  label(person: AnnotatorId, say: (itemId: string) => Answer): Promise<readonly string[]>;
  propose(author: AnnotatorId, body?: Partial<BodyOf<"propose">>): Promise<string>;
  second(person: AnnotatorId, proposalId: string, body?: object): Promise<number>;
  /** A plan whose items have been looked for. */
  plan(proposalId: string, changes: readonly OntologyChange[]): Promise<Reply<typeof endpoints.getPlan>>;
  planNow(planId: string): Promise<Reply<typeof endpoints.getPlan>>;
  accept(proposalId: string, planId: string, sampleItems?: number): Promise<{ status: number; body: object }>;
  /** Runs what was sent to the relabel queue, and what that sends, until nothing waits. Gives how many there were. */
  drain(): Promise<number>;
  /** Every row of the main table, as text by key. */
  rows(): Promise<ReadonlyMap<string, string>>;
  rounds(): Promise<ReadonlyMap<string, number>>;
  /** What each person's ledger holds, in the order of its keys. */
  lines(
    people: readonly AnnotatorId[],
  ): Promise<readonly { itemId: string; round: number; annotatorId: string; micros: number }[]>;
  close(): Promise<void>;
}

export interface ProposalWorldOptions {
  readonly items?: number;
  readonly annotators?: number;
  readonly project?: Parameters<typeof haveProject>[1];
  readonly seed?: number;
}

export const openProposalWorld = async (options: ProposalWorldOptions = {}): Promise<ProposalWorld> => {
  const objects = new Map<string, Buffer>();
  const stores = await openStores({ quick: true, bucket: memoryBucket(objects), seed: options.seed ?? 1 });
  const { deps } = stores;
  const project = await haveProject(deps, { overlap: { min: 2, max: 2 }, ...options.project });
  const { projectId } = project;
  const itemIds = await haveItems(deps, project, options.items ?? 8);
  for (let person = 0; person < (options.annotators ?? 5); person++) await haveMember(deps, project, person);
  const others: readonly (readonly [number, Role])[] = [
    [90, "vendor"],
    [91, "reviewer"],
    [92, "client"],
  ];
  for (const [number, role] of others) await haveMember(deps, project, number, [role]);

  const ask: ProposalWorld["ask"] = async (endpoint, run, as, { path = {}, body } = {}, own = deps) => {
    const claims = { sub: as, username: `person-${as.slice(-3)}`, token_use: "access" };
    const answer = await serve(
      endpoint,
      own,
      run,
    )({
      pathParameters: { projectId, ...path },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      requestContext: { requestId: "request-1", authorizer: { jwt: { claims } } },
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const call: ProposalWorld["call"] = async (endpoint, run, as, sent) => {
    const { status, body } = await ask(endpoint, run, as, sent);
    const failed = stores.log.findLast(({ level }) => level === "error");
    if (status !== 200)
      throw new Error(`${endpoint.path}: ${status} ${JSON.stringify(body)} ${failed?.["error"] ?? ""}`);
    endpoint.response.parse(body);
    return body as Reply<typeof endpoint>;
  };
  const drain = async (): Promise<number> => {
    let count = 0;
    for (;;) {
      const at = stores.sent.findIndex((one) => relabelMessage.safeParse(one).success);
      if (at < 0) return count;
      const [message] = stores.sent.splice(at, 1);
      await relabel(deps, relabelMessage.parse(message));
      count += 1;
    }
  };
  const planNow: ProposalWorld["planNow"] = (planId) => call(endpoints.getPlan, getPlan, VENDOR, { path: { planId } });

  return {
    stores,
    deps,
    project,
    itemIds,
    objects,
    ask,
    call,
    drain,
    planNow,
    async label(person, say) {
      const given: string[] = [];
      for (;;) {
        const packet = await takePacket(deps, project, person);
        if (!packet) return given;
        const answers = packet.items.map(({ itemId }) => ({ itemId, answer: say(itemId) }));
        const results = await handIn(deps, project, person, packet.assignmentId, answers);
        if (results.some(({ state }) => state !== "stored")) throw new Error(JSON.stringify(results));
        given.push(...packet.items.map(({ itemId }) => itemId));
      }
    },
    async propose(author, body = {}) {
      const [mine] = await itemsOf(deps, project, author, itemIds);
      const proposalId = deps.newId();
      await call(endpoints.propose, propose, author, {
        body: {
          proposalId,
          kind: "add",
          labels: ["pest"],
          names: { hi: "सड़ी पत्ती खाने वाली" },
          language: "hi",
          example: { itemId: mine ?? "" },
          ...body,
        },
      });
      return proposalId;
    },
    async second(person, proposalId, body = {}) {
      const sent = { path: { proposalId }, body };
      return (await ask(endpoints.secondProposal, secondProposal, person, sent)).status;
    },
    async plan(proposalId, changes) {
      const sent = { path: { proposalId }, body: { changes } };
      const { planId } = await call(endpoints.planProposal, planProposal, VENDOR, sent);
      await drain();
      return planNow(planId);
    },
    accept: (proposalId, planId, sampleItems) =>
      ask(endpoints.decideProposal, decideProposal, VENDOR, {
        path: { proposalId },
        body: acceptBody(planId, sampleItems),
      }),
    rows: () => rowsOf(stores),
    async rounds() {
      const headers = await items(deps).findMany(projectId, itemIds);
      return new Map(headers.map(({ itemId, round }) => [itemId, round]));
    },
    async lines(people) {
      const found = [];
      for (const person of people) found.push(...(await ledger(deps).ofMonth(person, monthOf(deps.now()))));
      return found.map(({ itemId, round, annotatorId, pay }) => ({
        itemId,
        round,
        annotatorId,
        micros: pay.kind === "paid" ? pay.amountMicros : 0,
      }));
    },
    close: () => stores.close(),
  };
};

export const acceptBody = (planId: string, sampleItems?: number): BodyOf<"decideProposal"> => ({
  outcome: "accept",
  planId,
  scope: sampleItems === undefined ? { kind: "all" } : { kind: "sample", items: sampleItems },
  reason: "You are right: we had no label for it.",
});

/** The change that Nehma asks for: a label beside the one that was said in its place. */
export const addRotten = (nearest = "pest"): OntologyChange => ({
  kind: "add",
  label: {
    id: "rotten" as LabelId,
    names: { en: "Eats rotten leaf only", hi: "सड़ी पत्ती खाने वाली" },
    definition: { en: "Leaves the plant alone." },
    colour: "#0072b2",
  },
  nearest: nearest as LabelId,
});

const itemsOf = async (
  deps: Deps,
  { projectId }: Project,
  person: AnnotatorId,
  itemIds: readonly ItemId[],
): Promise<readonly ItemId[]> => {
  const found = await Promise.all(itemIds.map((itemId) => items(deps).findWithAnnotations(projectId, itemId)));
  return found.flatMap((one) =>
    one?.annotations.some(({ annotatorId }) => annotatorId === person) ? [one.header.itemId] : [],
  );
};

const rowsOf = async ({ deps, engine }: Stores): Promise<ReadonlyMap<string, string>> => {
  const rows = new Map<string, string>();
  let from: unknown;
  do {
    const page = (await engine.call("Scan", {
      TableName: deps.config.MAIN_TABLE,
      ConsistentRead: true,
      ...(from !== undefined && { ExclusiveStartKey: from }),
    })) as { readonly Items: readonly Row[]; readonly LastEvaluatedKey?: unknown };
    for (const row of page.Items) rows.set(`${row["pk"]?.S} ${row["sk"]?.S}`, JSON.stringify(row));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
};
