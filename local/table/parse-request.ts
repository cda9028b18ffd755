import type { Form } from "dynalite/validations/index.js";
import { checkTypes, checkValidations } from "./dynalite.ts";
import type { Condition, ParsedCondition } from "./expression.ts";
import { isOperation, type Operation, operations, transactParts } from "./operations.ts";
import { invalid, refuseIf, TableError } from "./refusal.ts";
import type { Request } from "./request.ts";

type Fields = Record<string, unknown>;

/**
 * Turns what a client sent into a request, or refuses it in AWS's words. Stricter than AWS in three points, all said
 * in the message: a parameter that the embedded table does not imitate is refused instead of ignored, and so are
 * the name `__proto__`, which dynalite would drop, and null, at which it would stumble. The input is used up: parts of
 * it are changed in place.
 */
export const parseRequest = (operation: string, input: unknown): Request => {
  if (!isOperation(operation))
    throw new TableError("UnknownOperationException", `the embedded table does not imitate ${operation}`);
  if (!isFields(input))
    throw new TableError("SerializationException", "Start of structure or map found where not expected");
  refuseForbidden(input, 0);
  const form: Form = operations[operation];
  refuseUnknown(operation, input, form.types);
  refuseOtherBilling(operation, input);
  const checked = check(input, form);
  const parsed = isTransaction(operation) ? { ...checked, parts: transactionParts(operation, checked) } : checked;
  return { operation, input: parsed } as unknown as Request;
};

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTransaction = (operation: Operation): operation is "TransactWriteItems" | "TransactGetItems" =>
  operation.startsWith("Transact");

/** Deeper than any request of 32 nested attributes can be; keeps hostile bodies off the stack. */
const MAX_DEPTH = 80;

const refuseForbidden = (value: unknown, depth: number): void => {
  if (typeof value !== "object" || value === null) return;
  if (depth > MAX_DEPTH) throw invalid("Nesting Levels have exceeded supported limits");
  for (const [name, member] of Object.entries(value)) {
    if (member === null) throw invalid(`the embedded table takes no null, which is what ${name} is: leave it out`);
    const written = typeof member === "string" && name.endsWith("Expression") && member.includes("__proto__");
    const meant = name === "ExpressionAttributeNames" && Object.values(member ?? {}).includes("__proto__");
    if (name === "__proto__" || written || meant)
      throw invalid('the embedded table does not keep attributes of the name "__proto__"');
    refuseForbidden(member, depth + 1);
  }
};

const refuseUnknown = (path: string, value: unknown, types: Fields): void => {
  if (!isFields(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(types, name))
      throw invalid(`the embedded table does not imitate the parameter ${name} of ${path}`);
    refuseUnknownWithin(`${path}.${name}`, member, types[name]);
  }
};

/** Follows dynalite's notation of types down lists, maps and structures; attribute values have no parameters. */
const refuseUnknownWithin = (path: string, value: unknown, type: unknown): void => {
  if (!isFields(type) || typeof type["type"] !== "string" || type["children"] === undefined) return;
  const { type: kind, children } = type;
  if (/List/.test(kind) && Array.isArray(value))
    value.forEach((member, index) => void refuseUnknownWithin(`${path}[${index}]`, member, children));
  else if (/Map/.test(kind) && isFields(value))
    for (const [name, member] of Object.entries(value)) refuseUnknownWithin(`${path}.${name}`, member, children);
  else if (/Struct/.test(kind) && isFields(children)) refuseUnknown(path, value, children);
};

const refuseOtherBilling = (operation: Operation, input: Fields): void => {
  if (operation === "CreateTable" && input["BillingMode"] !== "PAY_PER_REQUEST")
    throw invalid("the embedded table imitates on-demand tables only: BillingMode must be PAY_PER_REQUEST");
};

const check = (input: Fields, form: Form): Fields => {
  try {
    const typed = checkTypes(input, form.types);
    // Size is checked on the item that would be stored, in bytes; dynalite counts UTF-16 units.
    checkValidations(typed, form.types, form.custom, { options: { maxItemSize: Number.POSITIVE_INFINITY } });
    refuseLongExpressions(typed);
    refuseManyChoices(typed);
    return typed;
  } catch (error) {
    refuseIf(error);
    throw error;
  }
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_EXPRESSION_BYTES = 4096;

const refuseLongExpressions = (input: Fields): void => {
  for (const [name, text] of Object.entries(input)) {
    if (!name.endsWith("Expression") || typeof text !== "string") continue;
    const size = Buffer.byteLength(text);
    if (size > MAX_EXPRESSION_BYTES)
      throw invalid(`Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${size}`);
  }
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
const MAX_CHOICES = 100;

const refuseManyChoices = (input: Fields): void => {
  for (const name of ["_condition", "_filter"]) {
    const parsed = input[name] as ParsedCondition | undefined;
    const choices = parsed ? mostChoices(parsed.expression) : 0;
    if (choices > MAX_CHOICES)
      throw invalid(
        `Invalid ${name === "_filter" ? "FilterExpression" : "ConditionExpression"}: The IN operator is provided with too many operands; number of operands: ${choices}`,
      );
  }
};

const mostChoices = (condition: Condition): number => {
  if (condition.type === "in") return condition.args.length - 1;
  if (condition.type !== "and" && condition.type !== "or" && condition.type !== "not") return 0;
  return Math.max(...condition.args.map(mostChoices));
};

/** Each part of a transaction is one operation, checked in the form of its own. */
const transactionParts = (operation: Operation, { TransactItems }: Fields): readonly unknown[] =>
  (TransactItems as readonly Fields[]).map((part) => {
    const [[kind, input] = [], ...others] = Object.entries(part);
    if (kind === undefined || others.length > 0 || !isFields(input))
      throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
    const checked = check(structuredClone(input), transactParts[kind as keyof typeof transactParts]);
    return operation === "TransactGetItems" ? checked : { kind, input: checked };
  });
