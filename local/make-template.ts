import { join } from "node:path";
import type { Asked, Role } from "./access/policy.ts";
import type { FolderKeys } from "./folder/keys.ts";
import { compileCacheFor } from "./functions/compile-cache.ts";
import type { Listen, Services } from "./services.ts";
import type { Assembly, Resource } from "./template/assembly.ts";
import { type Resolver, resolverOf } from "./template/intrinsics.ts";
import { type MadeFunction, makeFunctions } from "./wiring/functions.ts";
import { type Identities, identitiesOf } from "./wiring/identities.ts";
import { makeQueues } from "./wiring/queues.ts";
import { checkTypes, resourcesOf } from "./wiring/resource-types.ts";
import { rolesOf } from "./wiring/roles.ts";
import { makeSignIns } from "./wiring/sign-ins.ts";
import { makeTable } from "./wiring/tables.ts";

export interface MakeOptions {
  readonly assembly: Assembly;
  readonly folder: string;
  readonly keys: FolderKeys;
  readonly services: Services;
  readonly listen: Listen | undefined;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (line: string) => void;
  readonly onAsked?: (asked: Asked) => void;
}

/** What the template came to: everything that can be asked, nothing that acts by itself yet. */
export interface Made {
  readonly resolver: Resolver;
  readonly identities: Identities;
  readonly roles: ReadonlyMap<string, Role>;
  /** By ARN. */
  readonly functions: ReadonlyMap<string, MadeFunction>;
}

/** Makes what the template lists, or finds it in the folder: first what is named by others. */
export const makeTemplate = async (options: MakeOptions, started: AsyncDisposableStack): Promise<Made> => {
  const { assembly, services } = options;
  checkTypes(assembly);
  const identities = identitiesOf(assembly);
  const resolver = resolverOf(assembly, identities.identify);
  makeSignIns(services.signIn, { assembly, resolver, identities });
  makeQueues(services.queue, { assembly, resolver, identities });
  const { nameOf } = identities;
  for (const table of resourcesOf(assembly, "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"))
    await makeTable(table, { engine: services.table.engine, resolver, nameOf });
  for (const bucket of resourcesOf(assembly, "AWS::S3::Bucket"))
    services.bucket.createBucket(nameOf(bucket), resolver.properties(bucket));

  const arnOf = (resource: Resource): string => identities.identify(resource).attributes["Arn"] ?? "";
  const roles = rolesOf(assembly, resolver, nameOf, arnOf, options.onAsked);
  const functions = makeFunctions({
    ...options,
    resolver,
    roles,
    nameOf,
    arnOf,
    endpoints: endpointsOf(options),
    logFolder: join(options.folder, "logs"),
    compileCache: compileCacheFor(join(options.folder, "compiled"), assetsOf(assembly)),
    trusted: options.listen ? [options.listen.certificate.cert] : [],
  });
  started.defer(async () => {
    await Promise.all([...functions.values()].map(({ run }) => run.close()));
  });
  return { resolver, identities, roles, functions };
};

const assetsOf = (assembly: Assembly): readonly string[] =>
  resourcesOf(assembly, "AWS::Lambda::Function").map(({ properties }) => JSON.stringify(properties["Code"]));

/** Sign-ins by the loopback address: it is not in anything that a function hands to a browser, as the bucket's is. */
const endpointsOf = ({ services }: MakeOptions): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_DYNAMODB: services.table.url,
  AWS_ENDPOINT_URL_SQS: services.queue.url,
  AWS_ENDPOINT_URL_S3: services.bucket.url,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: services.signIn.url,
});
