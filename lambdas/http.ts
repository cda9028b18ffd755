import { isUtf8 } from "node:buffer";
import * as z from "zod";
import type { AnnotatorId } from "../core/ids.ts";
import { parseJson } from "../core/json-line.ts";
import { GROUPS, type Group, hasRole, type Membership } from "../core/membership.ts";
import { Refusal, type RefusalCode, refuse } from "../core/refusal.ts";
import * as shapes from "./api/shapes.ts";
import type { Deps } from "./deps.ts";
import type { Endpoint, ParsedBody, ParsedQuery, Reply } from "./endpoints.ts";
import { readBy } from "./refused-body.ts";
import { memberships } from "./store/memberships.ts";

/** The part of an HTTP API event (payload format 2.0) that is read. */
export interface HttpEvent {
  readonly rawPath?: string;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } };
  };
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who calls, from verified claims only. */
export interface Person {
  readonly personId: AnnotatorId;
  readonly signInName: string;
  readonly groups: readonly Group[];
}

/** What may stand in a path, by name. */
export const pathShape = z.object({
  projectId: shapes.projectId,
  itemId: shapes.itemId,
  assignmentId: shapes.assignmentId,
  exportId: shapes.exportId,
  proposalId: shapes.ulid,
  planId: shapes.ulid,
  threadId: shapes.ulid,
  wordId: shapes.ulid,
  personId: shapes.annotatorId,
  invitationId: z.string().regex(/^[0-9a-f]{64}$/),
  secret: shapes.secret,
  version: z.coerce.number().int().min(1).max(9999),
});
type PathShape = z.output<typeof pathShape>;
type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** What a handler gets: parsed, bounded, and already allowed to call this endpoint. */
export interface Request<E extends Endpoint> {
  readonly path: Pick<PathShape, PathNames<E["path"]> & keyof PathShape>;
  readonly query: ParsedQuery<E>;
  readonly body: ParsedBody<E>;
  /** The caller; for an open endpoint a stranger with no rights. */
  readonly person: E["access"] extends { kind: "open" } ? undefined : Person;
  /** Present for `member` endpoints: active, with one of the roles. */
  readonly membership: E["access"] extends { kind: "member" } ? Membership : undefined;
  readonly requestId: string;
}

export const STATUS: Readonly<Record<RefusalCode, number>> = {
  "bad-request": 400,
  "too-large": 413,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  "project-not-open": 409,
  "project-closed": 409,
  "invitation-spent": 410,
  "name-taken": 409,
  "password-refused": 400,
  "slow-down": 429,
};

const BODY_BYTES_MAX = 65_536;

/** Every request takes these steps and no others: who, what role, parse, run, respond. The one catch of all handlers. */
export const serve =
  <const E extends Endpoint>(endpoint: E, deps: Deps, run: (deps: Deps, request: Request<E>) => Promise<Reply<E>>) =>
  async (event: HttpEvent): Promise<HttpResult> => {
    const { requestId } = event.requestContext;
    try {
      const person = endpoint.access.kind === "open" ? undefined : whoCalls(event);
      const path = readPath(endpoint, event);
      const membership = await admit(endpoint, deps, person, path);
      const body =
        endpoint.body && check(endpoint.body, readBody(event, endpoint.bodyBytesMax ?? BODY_BYTES_MAX), "body");
      const query = endpoint.query && check(endpoint.query, event.queryStringParameters ?? {}, "query");
      const request = { path, query, body, person, membership, requestId } as unknown as Request<E>;
      return respond(200, await run(deps, request));
    } catch (error) {
      if (error instanceof Refusal) {
        const { code, message, detail } = error;
        deps.log.info("request.refused", { path: endpoint.path, requestId, code, field: detail.field });
        return respond(STATUS[code], { code, message, ...detail });
      }
      deps.log.error("request.failed", { path: endpoint.path, requestId, error: describe(error) });
      return respond(isPassing(error) ? 503 : 500, {
        code: "internal",
        message: `something failed here, not with you: ask again, and if it stays tell us ${requestId}`,
      });
    }
  };

const THROTTLED = ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "SlowDown"];

/** A service behind the handler failed or was too busy, a full disk among it: nothing is wrong with the request. */
const isPassing = (error: unknown): boolean =>
  error instanceof Error && (Reflect.get(error, "$fault") === "server" || THROTTLED.includes(error.name));

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const respond = (statusCode: number, body: unknown): HttpResult => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" },
  body: JSON.stringify(body),
});

/** Claims come from the API's authorizer. Groups arrive as the string `[a b]` in AWS. */
const whoCalls = (event: HttpEvent): Person => {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  const personId = shapes.annotatorId.safeParse(claims["sub"]);
  if (!personId.success || claims["token_use"] !== "access") throw refuse("not-signed-in", "sign in first");
  const groups = String(claims["cognito:groups"] ?? "")
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/);
  return {
    personId: personId.data,
    signInName: String(claims["username"] ?? ""),
    groups: GROUPS.filter((group) => groups.includes(group)),
  };
};

const readPath = (endpoint: Endpoint, event: HttpEvent): Partial<PathShape> => {
  const given = event.pathParameters ?? {};
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const entries = names.map((name) => {
    const parsed = pathShape.shape[name as keyof PathShape].safeParse(given[name]);
    // An id that cannot be one is an id of nothing: the same answer as for one that is not there.
    if (!parsed.success) throw refuse("not-found", "no such address", { field: `path.${name}` });
    return [name, parsed.data] as const;
  });
  return Object.fromEntries(entries);
};

const admit = async (
  endpoint: Endpoint,
  deps: Deps,
  person: Person | undefined,
  { projectId }: Partial<PathShape>,
): Promise<Membership | undefined> => {
  const { access } = endpoint;
  if (access.kind === "open" || access.kind === "signed-in" || !person) return undefined;
  if (access.kind === "group") {
    if (person.groups.some((group) => access.groups.includes(group))) return undefined;
    throw refuse("not-allowed", "this is not for you", { allowed: access.groups.join(" or ") });
  }
  const membership = projectId && (await memberships(deps).find(person.personId, projectId));
  if (membership?.state !== "active") throw refuse("not-found", "no such project");
  if (!hasRole(membership, access.roles)) {
    throw refuse("not-allowed", "your role in this project does not allow this", {
      allowed: access.roles.join(" or "),
    });
  }
  return membership;
};

const readBody = (event: HttpEvent, bytesMax: number): unknown => {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > bytesMax) {
    throw refuse("too-large", "the body is too large", {
      field: "body",
      value: `${bytes.length} bytes`,
      allowed: `at most ${bytesMax} bytes`,
    });
  }
  if (!isUtf8(bytes)) throw refuse("bad-request", "the body is not UTF-8", { field: "body", allowed: "JSON in UTF-8" });
  const text = bytes.toString("utf8");
  if (text.trim() === "") return {};
  const parsed = parseJson(text);
  if ("value" in parsed) return parsed.value;
  throw refuse("bad-request", `the body cannot be read: ${parsed.reason}`, {
    field: "body",
    allowed: "JSON with every name once",
  });
};

/** Parses by the schema, and refuses with the first thing that is wrong: field, value and what is allowed. */
export const check = <Schema extends z.ZodType>(schema: Schema, input: unknown, where: string): z.output<Schema> => {
  const read = readBy(schema, input, where);
  if (read.state === "read") return read.content;
  const { message, ...detail } = read.bad;
  throw refuse("bad-request", message, detail);
};
