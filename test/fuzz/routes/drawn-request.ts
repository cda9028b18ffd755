import fc from "fast-check";
import { examples } from "../../../lambdas/api/examples.ts";
import { type Endpoint, endpoints } from "../../../lambdas/endpoints.ts";
import { nearBody, type RawBody, rawBody } from "./broken-body.ts";
import { type Ids, KIND_OF, placeholder, resolved, withIds } from "./ids.ts";
import { type Operation, operations } from "./operations.ts";
import { CALLERS, type CallerName } from "./persons.ts";
import type { ProjectName, RouteWorld } from "./route-world.ts";
import type { Sent } from "./router.ts";
import { anId, validValue } from "./valid-value.ts";

/** A request before its ids are known, as fast-check draws and shrinks it. */
export interface DrawnRequest {
  readonly as: CallerName;
  readonly name: Operation["name"];
  /** Whose ids it names. */
  readonly about: ProjectName;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: { readonly value: unknown } | RawBody | undefined;
  /** Until it is sent. */
  readonly afterMs: number;
}

const ODD_PATHS = ["x", "..", "0", "00000000", "A".repeat(600), "item", "%", "é", " ", "‹", "a/b", "\u0000", "null"];

const aPathPart = (name: string): fc.Arbitrary<string> => {
  const kind = KIND_OF[name];
  const drawn = kind ? anId(kind) : fc.constantFrom("1", "2", "9999");
  return fc.oneof({ weight: 20, arbitrary: drawn }, { weight: 1, arbitrary: fc.constantFrom(...ODD_PATHS) });
};

const aQuery = ({ query }: Operation): fc.Arbitrary<Readonly<Record<string, string>>> => {
  const members = query.map(({ name, schema }) => {
    const odd = fc.constantFrom("", "-1", "1e9", "x".repeat(2_000), "null", "\u0000", "1,2");
    return [
      name,
      fc.oneof({ weight: 4, arbitrary: validValue(schema, name).map(String) }, { weight: 1, arbitrary: odd }),
    ] as const;
  });
  const known = fc.record<Record<string, string>>(Object.fromEntries(members), { requiredKeys: [] });
  const strange = fc.dictionary(fc.constantFrom("x", "__proto__", "cursor", "limit"), fc.string({ maxLength: 5 }), {
    maxKeys: 1,
  });
  return fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: strange });
};

/** The document's own example, about things that there are. */
const exampleOf = (name: Operation["name"]): unknown => {
  const named = (value: unknown, key: string): unknown => {
    const kind = KIND_OF[key];
    if (Array.isArray(value)) return value.map((one) => named(one, key));
    if (typeof value === "string") return kind && !MADE_BY_CLIENTS.has(key) ? placeholder("own", kind, 0) : value;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([inner, one]) => [inner, inner === "ver" ? 1 : named(one, inner)]),
    );
  };
  const example: unknown = Reflect.get(examples, name);
  return example === undefined ? undefined : named(example, "");
};
/** Ids that stand for something new when they are met first. */
const MADE_BY_CLIENTS = new Set(["proposalId", "threadId", "wordId", "payoutId", "useId", "parent"]);

/** The example with some members drawn anew. */
const mixed = (drawn: fc.Arbitrary<unknown>, example: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(drawn, fc.nat()).map(([other, mask]) => {
    if (typeof other !== "object" || other === null || typeof example !== "object" || example === null) return example;
    const members = Object.entries(other).filter((_, at) => ((mask >> at) & 3) === 0);
    return { ...example, ...Object.fromEntries(members) };
  });

const aBody = ({ name, body }: Operation): fc.Arbitrary<DrawnRequest["body"]> => {
  if (!body) return fc.constantFrom(undefined, undefined, undefined, { text: "{}" }, { text: "{" });
  const example = exampleOf(name);
  const drawn = validValue(body, "");
  const valid = example === undefined ? drawn : fc.oneof(drawn, fc.constant(example), mixed(drawn, example));
  const asValue = (drawn: fc.Arbitrary<unknown>) => drawn.map((value) => ({ value }));
  return fc.oneof(
    { weight: 12, arbitrary: asValue(valid) },
    { weight: 8, arbitrary: asValue(nearBody(valid)) },
    { weight: 2, arbitrary: rawBody(valid) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
};

export const aRequestTo = (operation: Operation): fc.Arbitrary<DrawnRequest> =>
  fc.record({
    as: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...fittingFor(operation.name)) },
      { weight: 1, arbitrary: anybody },
    ),
    name: fc.constant(operation.name),
    about: fc.constantFrom("own", "own", "own", "own", "own", "own", "own", "own", "other", "draft", "draft", "closed"),
    path: fc.record(Object.fromEntries(operation.pathNames.map((name) => [name, aPathPart(name)]))),
    query: aQuery(operation),
    body: aBody(operation),
    afterMs: fc.constantFrom(0, 0, 0, 0, 1_000, 3_600_000, 8 * 86_400_000),
  });
const anybody = fc.constantFrom<CallerName[]>(...CALLERS);

/** Who gets past the door of a route, in the own project. */
const fittingFor = (name: Operation["name"]): CallerName[] => {
  const { access }: Endpoint = endpoints[name];
  if (access.kind === "group") return access.groups.includes("operator") ? ["operator"] : ["vendor"];
  if (access.kind !== "member") return ["annotator", "vendor", "second"];
  const annotators: CallerName[] = access.roles.includes("annotator") ? ["annotator", "annotator", "second"] : [];
  return access.roles.includes("vendor") ? ["vendor", ...annotators] : annotators;
};

export const aRequest: fc.Arbitrary<DrawnRequest> = fc.oneof(...operations.map(aRequestTo));

const BY_NAME = new Map(operations.map((one) => [one.name, one]));
export const operationOf = (name: Operation["name"]): Operation => {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`the document has no ${name}`);
  return found;
};

/** As it is sent, with the ids of these. */
export const sentWith = ({ as, name, path, query, body }: DrawnRequest, own: Ids, other: Ids): Sent => {
  const { method, path: template } = operationOf(name);
  const part = (key: string): string => encodeURIComponent(withIds(path[key] ?? "", own, other));
  return {
    as,
    method,
    target: template.replace(/\{(\w+)\}/g, (_, key: string) => part(key)),
    query: Object.fromEntries(Object.entries(query).map(([key, text]) => [key, withIds(text, own, other)])),
    body:
      body &&
      ("value" in body ? { text: JSON.stringify(resolved(body.value, own, other)) ?? "" } : bodyWith(body, own, other)),
  };
};

const bodyWith = (body: RawBody, own: Ids, other: Ids): RawBody =>
  "text" in body ? { text: withIds(body.text, own, other) } : body;

/** Ids of the project that a request is about. A draft and a closed one have few of their own: those of `own` stand in. */
export const idsFor = (world: Pick<RouteWorld, "idsOf">, about: ProjectName): readonly [own: Ids, other: Ids] => {
  if (about === "other") return [world.idsOf("other"), world.idsOf("own")];
  return [{ ...world.idsOf("own"), project: world.idsOf(about).project }, world.idsOf("other")];
};
