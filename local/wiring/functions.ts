import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ACCOUNT_ID, type Caller, REGION } from "../access/caller.ts";
import type { Role } from "../access/policy.ts";
import type { FolderKeys } from "../folder/keys.ts";
import { type LocalFunction, localFunction } from "../functions/function.ts";
import { openFunctionLog } from "../functions/function-log.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { isRecord, type Json, numberAt, onlyKeys, recordAt, textAt } from "../template/json.ts";
import { resourcesOf } from "./resource-types.ts";

export interface FunctionParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly roles: ReadonlyMap<string, Role>;
  readonly keys: FolderKeys;
  readonly nameOf: (resource: Resource) => string;
  readonly arnOf: (resource: Resource) => string;
  /** Addresses of the services as `AWS_ENDPOINT_URL_*`. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly logFolder: string;
  readonly compileCache: string;
  readonly trusted: readonly string[];
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (line: string) => void;
}

/** A function, and who it is when it calls a service. */
export interface MadeFunction {
  readonly run: LocalFunction;
  readonly caller: Caller;
}

const KEYS = [
  "Architectures",
  "Code",
  "Description",
  "Environment",
  "FunctionName",
  "Handler",
  "LoggingConfig",
  "MemorySize",
  "Role",
  "Runtime",
  "Timeout",
  "TracingConfig",
  "Tags",
];

/** Functions of the template by ARN, except those that only CDK's own custom resources call. */
export const makeFunctions = (parts: FunctionParts): ReadonlyMap<string, MadeFunction> => {
  const { assembly, arnOf } = parts;
  const ofCdk = new Set(
    assembly.stacks.flatMap((stack) =>
      [...stack.resources.values()].map(({ properties }) => serviceTokenId(properties["ServiceToken"])),
    ),
  );
  const wanted = resourcesOf(assembly, "AWS::Lambda::Function").filter(({ id }) => !ofCdk.has(id));
  return new Map(wanted.map((resource) => [arnOf(resource), makeFunction(resource, parts)]));
};

const serviceTokenId = (token: unknown): string | undefined => {
  const attribute = isRecord(token) ? token["Fn::GetAtt"] : undefined;
  return Array.isArray(attribute) ? String(attribute[0]) : undefined;
};

const makeFunction = (resource: Resource, parts: FunctionParts): MadeFunction => {
  const path = `${resource.stack.name}.${resource.id}`;
  const properties = parts.resolver.properties(resource);
  onlyKeys(properties, KEYS, path);
  const runtime = textAt(properties, "Runtime", path);
  if (!runtime.startsWith("nodejs")) throw new Error(`${path}: the embedded cloud does not run ${runtime}`);
  const name = parts.nameOf(resource);
  const roleArn = textAt(properties, "Role", path);
  const role = parts.roles.get(roleArn);
  if (!role) throw new Error(`${path}: there is no role ${roleArn}`);
  checkLog(properties, role, path);
  const keys = parts.keys.keysOf(name);
  const memoryMb = properties["MemorySize"] === undefined ? 128 : numberAt(properties, "MemorySize", path);
  const [moduleName = "", exportName = ""] = textAt(properties, "Handler", path).split(".");
  const code = parts.assembly.assetFolder(textAt(recordAt(properties, "Code", path), "S3Key", path));
  const run = localFunction({
    start: {
      moduleUrl: pathToFileURL(join(code, `${moduleName}.mjs`)).href,
      exportName,
      functionName: name,
      functionArn: parts.arnOf(resource),
      memoryMb,
      compileCache: parts.compileCache,
      trusted: parts.trusted,
    },
    environment: {
      ...variablesOf(properties, path),
      ...ownVariables(name, memoryMb, code),
      ...credentials(keys),
      ...parts.endpoints,
    },
    timeoutMs: (properties["Timeout"] === undefined ? 3 : numberAt(properties, "Timeout", path)) * 1000,
    log: openFunctionLog(parts.logFolder, name, parts.onError),
    now: parts.now,
    newId: parts.newId,
  });
  const caller: Caller = {
    ...keys,
    name: `function ${name}`,
    allows: role.allows,
  };
  return { run, caller };
};

/** What Lambda does in the function's name when it writes down what the function says: refused there, it is lost in silence. */
const LOGS = ["logs:CreateLogStream", "logs:PutLogEvents"];

const checkLog = (properties: Json, role: Role, path: string): void => {
  if (properties["LoggingConfig"] === undefined) return;
  const group = textAt(recordAt(properties, "LoggingConfig", path), "LogGroup", `${path}.LoggingConfig`);
  const stream = `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${group}:log-stream:one`;
  const missing = LOGS.filter((action) => !role.allows(action, stream));
  if (missing.length > 0) throw new Error(`${path}: its role lacks ${missing.join(", ")} on ${group}`);
};

const variablesOf = (properties: Readonly<Record<string, unknown>>, path: string): Record<string, string> => {
  if (properties["Environment"] === undefined) return {};
  const environment = recordAt(properties, "Environment", path);
  if (environment["Variables"] === undefined) return {};
  const variables = recordAt(environment, "Variables", `${path}.Environment`);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
};

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const ownVariables = (name: string, memoryMb: number, code: string): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  LAMBDA_TASK_ROOT: code,
  LANG: "en_US.UTF-8",
  TZ: "UTC",
});

/** Its own keys, and nothing of whoever runs the cloud: no profile, no metadata service, no service beyond this machine. */
const credentials = (keys: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1/this-service-is-not-imitated",
});
