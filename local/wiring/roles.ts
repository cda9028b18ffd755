import { type Asked, parseStatements, type Role, roleOf, type Statement } from "../access/policy.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { recordAt, recordsAt, textAt, textsAt } from "../template/json.ts";
import { resourcesOf } from "./resource-types.ts";

/** Managed policies of AWS and what they allow besides writing logs, which nobody asks about here: nothing. */
const LOGS_ONLY = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"];

/** Roles by ARN, each with all statements that apply to it: its own policies, and those attached to it. */
export const rolesOf = (
  assembly: Assembly,
  resolver: Resolver,
  refOf: (resource: Resource) => string,
  arnOf: (resource: Resource) => string,
  onAsked?: (asked: Asked) => void,
): ReadonlyMap<string, Role> => {
  const roles = new Map<string, readonly Statement[]>();
  const arns = new Map<string, string>();
  for (const role of resourcesOf(assembly, "AWS::IAM::Role")) {
    const path = `${role.stack.name}.${role.id}`;
    const properties = resolver.properties(role);
    const strange = textsAt(properties, "ManagedPolicyArns", path).filter((arn) => !LOGS_ONLY.includes(arn));
    if (strange.length > 0) throw new Error(`${path}: the embedded cloud does not know ${strange.join(", ")}`);
    if (properties["PermissionsBoundary"] !== undefined)
      throw new Error(`${path}: the embedded cloud does not imitate PermissionsBoundary`);
    const inline = recordsAt(properties, "Policies", path).flatMap((policy) =>
      parseStatements(policy["PolicyDocument"], `${path}.${textAt(policy, "PolicyName", path)}`),
    );
    roles.set(arnOf(role), inline);
    arns.set(refOf(role), arnOf(role));
  }
  for (const policy of resourcesOf(assembly, "AWS::IAM::Policy")) {
    const path = `${policy.stack.name}.${policy.id}`;
    const properties = resolver.properties(policy);
    const statements = parseStatements(recordAt(properties, "PolicyDocument", path), path);
    for (const name of textsAt(properties, "Roles", path)) {
      const arn = arns.get(name);
      if (arn === undefined) throw new Error(`${path}: there is no role ${name}`);
      roles.set(arn, [...(roles.get(arn) ?? []), ...statements]);
    }
  }
  return new Map([...roles].map(([arn, statements]) => [arn, roleOf(arn, statements, onAsked)]));
};
