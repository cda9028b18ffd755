import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import { type Role, wildcard } from "../access/policy.ts";
import type { JwtAuthorizer } from "../http-api/authorizer.ts";
import type { RouteTarget } from "../http-api/http-api.ts";
import type { Route } from "../http-api/routes.ts";
import type { VerifyToken } from "../sign-in/verify-token.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { type Json, onlyKeys, optionalTextAt, recordAt, textAt, textsAt } from "../template/json.ts";
import type { MadeFunction } from "./functions.ts";
import { resourcesOf } from "./resource-types.ts";

export interface RouteParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly functions: ReadonlyMap<string, MadeFunction>;
  /** What each role may do, by its ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly refOf: (resource: Resource) => string;
  readonly verify: VerifyToken;
}

export interface MadeApi {
  readonly apiId: string;
  readonly routes: readonly Route<RouteTarget>[];
}

/** The HTTP API of the template with its routes; undefined for a template without one. */
export const makeApi = (parts: RouteParts): MadeApi | undefined => {
  const { assembly, resolver, refOf } = parts;
  const [api, ...others] = resourcesOf(assembly, "AWS::ApiGatewayV2::Api");
  if (!api) return undefined;
  if (others.length > 0) throw new Error(`the embedded cloud has one HTTP API, not also ${others[0]?.id}`);
  onlyKeys(resolver.properties(api), ["Description", "Name", "ProtocolType", "Tags"], api.id);
  for (const stage of resourcesOf(assembly, "AWS::ApiGatewayV2::Stage"))
    if (resolver.properties(stage)["StageName"] !== "$default")
      throw new Error(`${stage.id}: the embedded cloud knows the stage $default only`);
  const apiId = refOf(api);
  const integrations = byRef("AWS::ApiGatewayV2::Integration", parts, (properties, id) =>
    integrationOf(properties, id, parts),
  );
  const authorizers = byRef("AWS::ApiGatewayV2::Authorizer", parts, (properties, id) =>
    authorizerOf(properties, id, parts),
  );
  const permissions = resourcesOf(assembly, "AWS::Lambda::Permission").map((one) => resolver.properties(one));
  const routes = resourcesOf(assembly, "AWS::ApiGatewayV2::Route").map((route) => {
    const properties = resolver.properties(route);
    onlyKeys(properties, ["ApiId", "AuthorizationType", "AuthorizerId", "RouteKey", "Target"], route.id);
    const key = textAt(properties, "RouteKey", route.id);
    const made = integrations.get(textAt(properties, "Target", route.id).replace("integrations/", ""));
    if (!made) throw new Error(`${route.id} leads to no integration`);
    const authorizer = routeAuthorizer(properties, route.id, authorizers);
    const permitted =
      made.asRole === undefined
        ? permissions.some((permission) => permits(permission, made.run.arn, apiId, key))
        : made.asRole.allows("lambda:InvokeFunction", made.run.arn);
    return { key, target: { run: made.run, authorizer, permitted } };
  });
  return { apiId, routes };
};

const byRef = <Made>(
  type: string,
  { assembly, resolver, refOf }: RouteParts,
  make: (properties: Json, id: string) => Made,
): ReadonlyMap<string, Made> =>
  new Map(resourcesOf(assembly, type).map((one) => [refOf(one), make(resolver.properties(one), one.id)]));

/** A function, and what the API may do as the role in which it invokes it; without one the function's permissions tell. */
interface MadeIntegration extends Pick<MadeFunction, "run"> {
  readonly asRole?: Role;
}

const integrationOf = (properties: Json, id: string, { functions, roles }: RouteParts): MadeIntegration => {
  onlyKeys(properties, ["ApiId", "CredentialsArn", "IntegrationType", "IntegrationUri", "PayloadFormatVersion"], id);
  if (properties["IntegrationType"] !== "AWS_PROXY" || properties["PayloadFormatVersion"] !== "2.0")
    throw new Error(`${id}: the embedded cloud knows integrations of functions in payload format 2.0 only`);
  const made = functions.get(textAt(properties, "IntegrationUri", id));
  if (!made) throw new Error(`${id}: there is no function ${String(properties["IntegrationUri"])}`);
  const role = optionalTextAt(properties, "CredentialsArn", id);
  if (role === undefined) return { run: made.run };
  const asRole = roles.get(role);
  if (!asRole) throw new Error(`${id}: there is no role ${role}`);
  return { run: made.run, asRole };
};

const authorizerOf = (properties: Json, id: string, { verify }: RouteParts): JwtAuthorizer => {
  onlyKeys(properties, ["ApiId", "AuthorizerType", "IdentitySource", "JwtConfiguration", "Name"], id);
  const [source, ...others] = textsAt(properties, "IdentitySource", id);
  if (properties["AuthorizerType"] !== "JWT" || source !== "$request.header.Authorization" || others.length > 0)
    throw new Error(`${id}: the embedded cloud knows tokens in the Authorization header only`);
  const configuration = recordAt(properties, "JwtConfiguration", id);
  return {
    issuer: textAt(configuration, "Issuer", id),
    audience: textsAt(configuration, "Audience", id),
    verify,
  };
};

const routeAuthorizer = (
  properties: Json,
  id: string,
  authorizers: ReadonlyMap<string, JwtAuthorizer>,
): JwtAuthorizer | undefined => {
  const type = optionalTextAt(properties, "AuthorizationType", id) ?? "NONE";
  if (type === "NONE") return undefined;
  const found = authorizers.get(optionalTextAt(properties, "AuthorizerId", id) ?? "");
  if (type !== "JWT" || !found) throw new Error(`${id}: the embedded cloud does not know the authorization ${type}`);
  return found;
};

/** Whether a permission lets the API invoke the function on behalf of this route. */
const permits = (permission: Json, functionArn: string, apiId: string, routeKey: string): boolean => {
  const [method = "*", path = "/*"] = routeKey.split(" ");
  const source = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${apiId}/$default/${method}${path}`;
  return (
    permission["FunctionName"] === functionArn &&
    permission["Action"] === "lambda:InvokeFunction" &&
    permission["Principal"] === "apigateway.amazonaws.com" &&
    (permission["SourceArn"] === undefined || wildcard(String(permission["SourceArn"])).test(source))
  );
};
