import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import type { Assembly, Resource, Stack } from "./assembly.ts";
import { isRecord, type Json } from "./json.ts";

/** What a resource is called once it is made: the value of `Ref`, and its attributes by name. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type Identify = (resource: Resource) => Identity;

export interface Resolver {
  /** The properties with every intrinsic replaced; properties whose value is AWS::NoValue are absent. */
  properties(resource: Resource): Json;
  /** Outputs of all stacks, by `Stack.Output`. */
  outputs(): Readonly<Record<string, string>>;
}

const noValue = Symbol("AWS::NoValue");
type Resolved = unknown;

/** Resolves what our templates use and throws, with the path, on what they do not. */
export const resolverOf = (assembly: Assembly, identify: Identify): Resolver => {
  const resolveIn =
    (stack: Stack) =>
    (value: unknown, path: string): Resolved =>
      resolve(value, path, { stack, assembly, identify });
  return {
    properties: (resource) => {
      const path = `${resource.stack.name}.${resource.id}`;
      const resolved = resolveIn(resource.stack)(resource.properties, path);
      if (!isRecord(resolved)) throw new Error(`${path}: properties are no object`);
      return resolved;
    },
    outputs: () =>
      Object.fromEntries(
        assembly.stacks.flatMap((stack) =>
          Object.entries(section(stack, "Outputs")).map(([name, output]) => {
            const path = `${stack.name}.Outputs.${name}`;
            return [`${stack.name}.${name}`, text(resolveIn(stack)(outputValue(output, path), path), path)];
          }),
        ),
      ),
  };
};

interface Scope {
  readonly stack: Stack;
  readonly assembly: Assembly;
  readonly identify: Identify;
}

const resolve = (value: unknown, path: string, scope: Scope): Resolved => {
  if (Array.isArray(value))
    return value.map((one, n) => resolve(one, `${path}[${n}]`, scope)).filter((one) => one !== noValue);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (
    name !== undefined &&
    others.length === 0 &&
    (name === "Ref" || name === "Condition" || name.startsWith("Fn::"))
  ) {
    const run = intrinsics[name];
    // A policy statement's `Condition` holds an object, the intrinsic a name; only the latter is refused.
    if (!run && name === "Condition" && isRecord(value[name])) return each(value, path, scope);
    if (!run) throw new Error(`${path}: the embedded cloud does not know ${name}`);
    return run(value[name], `${path}.${name}`, scope);
  }
  return each(value, path, scope);
};

const each = (value: Json, path: string, scope: Scope): Json =>
  Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, resolve(one, `${path}.${key}`, scope)] as const)
      .filter(([, one]) => one !== noValue),
  );

type Intrinsic = (argument: unknown, path: string, scope: Scope) => Resolved;

const reference: Intrinsic = (argument, path, scope) => {
  const name = text(argument, path);
  if (name === "AWS::NoValue") return noValue;
  if (name.startsWith("AWS::")) return pseudo(name, path, scope.stack);
  const parameter = section(scope.stack, "Parameters")[name];
  if (isRecord(parameter)) {
    if (parameter["Default"] === undefined) throw new Error(`${path}: parameter ${name} has no default`);
    return parameter["Default"];
  }
  return scope.identify(resourceOf(scope.stack, name, path)).ref;
};

const attribute: Intrinsic = (argument, path, { stack, identify }) => {
  const [name = "", ...rest] = Array.isArray(argument) ? argument.map(String) : text(argument, path).split(".");
  const resource = resourceOf(stack, name, path);
  const wanted = rest.join(".");
  const found = identify(resource).attributes[wanted];
  if (found === undefined) throw new Error(`${path}: ${resource.type} has no attribute ${wanted} here`);
  return found;
};

const join: Intrinsic = (argument, path, scope) => {
  const [separator, parts] = pair(argument, path);
  const resolved = resolve(parts, path, scope);
  if (!Array.isArray(resolved)) throw new Error(`${path}: expected a list to join`);
  return resolved.map((part) => text(part, path)).join(text(separator, path));
};

const substitute: Intrinsic = (argument, path, scope) => {
  const [template, variables] = Array.isArray(argument) ? pair(argument, path) : [argument, {}];
  return text(template, path).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (isRecord(variables) && name in variables) return text(resolve(variables[name], path, scope), path);
    return text(name.includes(".") ? attribute(name, path, scope) : reference(name, path, scope), path);
  });
};

const importValue: Intrinsic = (argument, path, scope) => {
  const name = text(resolve(argument, path, scope), path);
  for (const stack of scope.assembly.stacks)
    for (const [id, output] of Object.entries(section(stack, "Outputs"))) {
      const outputPath = `${stack.name}.Outputs.${id}`;
      const exported = isRecord(output) && isRecord(output["Export"]) ? output["Export"]["Name"] : undefined;
      if (exported === undefined || resolve(exported, outputPath, { ...scope, stack }) !== name) continue;
      return resolve(outputValue(output, outputPath), outputPath, { ...scope, stack });
    }
  throw new Error(`${path}: no stack exports ${name}`);
};

/** CDK's weak reference between stacks: by the output's name, without an export. */
const stackOutput: Intrinsic = (argument, path, scope) => {
  if (!isRecord(argument)) throw new Error(`${path}: expected StackName and OutputName`);
  const { StackName, OutputName } = argument;
  const stack = scope.assembly.stacks.find(({ name }) => name === StackName);
  const output = stack && section(stack, "Outputs")[text(OutputName, path)];
  if (!stack || output === undefined)
    throw new Error(`${path}: ${String(StackName)} has no output ${String(OutputName)}`);
  const outputPath = `${stack.name}.Outputs.${String(OutputName)}`;
  return resolve(outputValue(output, outputPath), outputPath, { ...scope, stack });
};

const select: Intrinsic = (argument, path, scope) => {
  const [index, list] = pair(argument, path);
  const resolved = resolve(list, path, scope);
  const found = Array.isArray(resolved) ? resolved[Number(index)] : undefined;
  if (found === undefined) throw new Error(`${path}: nothing at ${String(index)}`);
  return found;
};

const split: Intrinsic = (argument, path, scope) => {
  const [separator, source] = pair(argument, path);
  return text(resolve(source, path, scope), path).split(text(separator, path));
};

/** Null prototype, so that `Fn::constructor` is unknown rather than found. */
const intrinsics: Readonly<Record<string, Intrinsic>> = Object.assign(Object.create(null), {
  Ref: reference,
  "Fn::GetAtt": attribute,
  "Fn::Join": join,
  "Fn::Sub": substitute,
  "Fn::ImportValue": importValue,
  "Fn::GetStackOutput": stackOutput,
  "Fn::Select": select,
  "Fn::Split": split,
});

const pseudo = (name: string, path: string, stack: Stack): string => {
  switch (name) {
    case "AWS::AccountId":
      return ACCOUNT_ID;
    case "AWS::Region":
      return REGION;
    case "AWS::Partition":
      return "aws";
    case "AWS::URLSuffix":
      return "amazonaws.com";
    case "AWS::StackName":
      return stack.name;
    case "AWS::StackId":
      return `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stack.name}/local`;
    default:
      throw new Error(`${path}: the embedded cloud does not know ${name}`);
  }
};

const resourceOf = (stack: Stack, id: string, path: string): Resource => {
  const resource = stack.resources.get(id);
  if (!resource) throw new Error(`${path}: ${stack.name} has no resource ${id}`);
  return resource;
};

const section = (stack: Stack, name: string): Json => {
  const found = stack.template[name];
  return isRecord(found) ? found : {};
};

const outputValue = (output: unknown, path: string): unknown => {
  if (!isRecord(output)) throw new Error(`${path} is no output`);
  return output["Value"];
};

const text = (value: unknown, path: string): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${path}: expected a text, found ${JSON.stringify(value)}`);
};

const pair = (argument: unknown, path: string): readonly [unknown, unknown] => {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error(`${path}: expected two arguments`);
  return [argument[0], argument[1]];
};
