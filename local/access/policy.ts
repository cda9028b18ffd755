import { isRecord, onlyKeys, textAt } from "../template/json.ts";

/** Values of condition keys at one call, e.g. `dynamodb:LeadingKeys`. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** One action on one resource of an identity policy, ready to be asked; a statement of several is as many of these. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** As written, wildcards and all. */
  readonly action: string;
  readonly resource: string;
  covers(action: string, resourceArn: string, context: Context): boolean;
}

/** What somebody who has a role wanted to do, and whether the role let her. */
export interface Asked {
  readonly roleArn: string;
  readonly action: string;
  readonly resourceArn: string;
  readonly context: Context;
  readonly allowed: boolean;
}

export interface Role {
  readonly statements: readonly Statement[];
  allows(action: string, resourceArn: string, context?: Context): boolean;
}

/** A role that tells of everything it is asked. */
export const roleOf = (
  roleArn: string,
  statements: readonly Statement[],
  onAsked: (asked: Asked) => void = () => undefined,
): Role => ({
  statements,
  allows: (action, resourceArn, context = {}) => {
    const allowed = isAllowed(statements, action, resourceArn, context);
    onAsked({ roleArn, action, resourceArn, context, allowed });
    return allowed;
  },
});

/**
 * Parses the statements of a policy document whose intrinsics are resolved. What is not understood throws, at
 * start: a rule that is passed over in silence would let a local success prove nothing.
 */
export const parseStatements = (document: unknown, path: string): readonly Statement[] => {
  if (!isRecord(document)) throw new Error(`${path} is no policy document`);
  onlyKeys(document, ["Version", "Statement", "Id"], path);
  const given = document["Statement"];
  return (Array.isArray(given) ? given : [given]).flatMap((one, n) => parseStatement(one, `${path}.Statement[${n}]`));
};

const parseStatement = (statement: unknown, path: string): readonly Statement[] => {
  if (!isRecord(statement)) throw new Error(`${path} is no statement`);
  onlyKeys(statement, ["Sid", "Effect", "Action", "Resource", "Condition"], path);
  const effect = textAt(statement, "Effect", path);
  if (effect !== "Allow" && effect !== "Deny") throw new Error(`${path}.Effect is ${effect}`);
  const resources = textsOf(statement["Resource"], `${path}.Resource`);
  const conditions = parseConditions(statement["Condition"], `${path}.Condition`);
  return textsOf(statement["Action"], `${path}.Action`).flatMap((action) =>
    resources.map((resource) => single(effect, action, resource, conditions)),
  );
};

const single = (
  effect: Statement["effect"],
  action: string,
  resource: string,
  conditions: readonly Holds[],
): Statement => {
  // IAM actions are compared without case, resources with it.
  const [actions, resources] = [wildcard(action, "i"), wildcard(resource)];
  return {
    effect,
    action,
    resource,
    covers: (asked, resourceArn, context) =>
      actions.test(asked) && resources.test(resourceArn) && conditions.every((holds) => holds(context)),
  };
};

/** IAM's rule: one explicit denial wins, and what nothing allows is denied. */
export const isAllowed = (
  statements: readonly Statement[],
  action: string,
  resourceArn: string,
  context: Context = {},
): boolean => {
  const full = { ...always, ...context };
  const covering = statements.filter((statement) => statement.covers(action, resourceArn, full));
  return covering.length > 0 && covering.every(({ effect }) => effect === "Allow");
};

/** Whether a resource's own policy lets a service of AWS in, e.g. S3 to a queue. */
export const isServiceAllowed = (
  document: unknown,
  service: string,
  action: string,
  resourceArn: string,
  context: Context,
  path: string,
): boolean => {
  const given = isRecord(document) ? document["Statement"] : undefined;
  const concerning = (Array.isArray(given) ? given : []).flatMap((statement: unknown) => {
    if (!isRecord(statement)) throw new Error(`${path} holds what is no statement`);
    const { Principal: principal, ...rest } = statement;
    return names(principal, service) ? [rest] : [];
  });
  return isAllowed(parseStatements({ Statement: concerning }, path), action, resourceArn, context);
};

const names = (principal: unknown, service: string): boolean => {
  if (principal === "*") return true;
  if (!isRecord(principal)) return false;
  const services: readonly unknown[] = [principal["Service"]].flat();
  return principal["AWS"] === "*" || services.includes(service);
};

/** The way from a worker to a part does not leave the machine, which is what this key is about. */
const always: Context = { "aws:SecureTransport": ["true"] };

type Holds = (context: Context) => boolean;
type Compare = (wanted: string) => (actual: string) => boolean;

const equal: Compare = (wanted) => (actual) => actual === wanted;
const like: Compare = (wanted) => {
  const pattern = wildcard(wanted);
  return (actual) => pattern.test(actual);
};

const operators: Readonly<Record<string, Compare>> = {
  StringEquals: equal,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (wanted) => equal(wanted.toLowerCase()),
};

const parseConditions = (conditions: unknown, path: string): readonly Holds[] => {
  if (conditions === undefined) return [];
  if (!isRecord(conditions)) throw new Error(`${path} is no condition`);
  return Object.entries(conditions).flatMap(([operator, keys]) => {
    const [, quantifier, name = ""] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
    const compare = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (!compare || !isRecord(keys)) throw new Error(`${path}: the embedded cloud does not know ${operator}`);
    return Object.entries(keys).map(([key, wanted]) =>
      holdsFor(
        key,
        quantifier,
        textsOf(wanted, `${path}.${operator}.${key}`).map((text) => compare(text)),
      ),
    );
  });
};

/**
 * `ForAllValues` holds when the key is absent, as AWS documents; without a quantifier a key must have one value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const holdsFor = (
  key: string,
  quantifier: string | undefined,
  tests: readonly ((actual: string) => boolean)[],
): Holds => {
  const meets = (actual: string): boolean => tests.some((test) => test(actual));
  return (context) => {
    const actual = context[key] ?? [];
    if (quantifier === "ForAllValues") return actual.every(meets);
    return actual.some(meets);
  };
};

const textsOf = (value: unknown, path: string): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === "boolean" || typeof one === "number") return String(one);
    if (typeof one !== "string") throw new Error(`${path}: expected a text, found ${JSON.stringify(one)}`);
    if (one.includes("${")) throw new Error(`${path}: the embedded cloud does not know policy variables (${one})`);
    return one;
  });
};

/** `*` is any run of characters, `?` any one; nothing else is special. */
export const wildcard = (pattern: string, flags = ""): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    `s${flags}`,
  );
