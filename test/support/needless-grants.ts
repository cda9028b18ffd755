import { type Asked, isAllowed, type Role, type Statement } from "../../local/access/policy.ts";

/** `Submit: dynamodb:GetItem on arn:…` */
const nameOf = (roleArn: string, { action, resource }: Pick<Statement, "action" | "resource">): string =>
  `${roleArn.slice(roleArn.indexOf("/") + 1)}: ${action} on ${resource}`;

/** Calls of a role that were allowed, each once. */
const allowedOf = (asked: readonly Asked[]): ReadonlyMap<string, readonly Asked[]> => {
  const each = new Map(
    asked
      .filter(({ allowed }) => allowed)
      .map((one) => [JSON.stringify([one.roleArn, one.action, one.resourceArn, one.context]), one]),
  );
  return Map.groupBy(each.values(), ({ roleArn }) => roleArn);
};

export interface GrantsLookedAt {
  /** Actions on resources over all roles, and calls that each of them was held against. */
  readonly grants: number;
  readonly calls: number;
  /** Those without which everything that was asked would have been allowed all the same. */
  readonly needless: readonly string[];
}

/** Takes each grant of each role away in turn, and asks again for all that was asked: some call must be refused then. */
export const needlessGrants = (roles: ReadonlyMap<string, Role>, asked: readonly Asked[]): GrantsLookedAt => {
  const made = allowedOf(asked);
  const needless = [...roles].flatMap(([arn, { statements }]) => {
    const calls = made.get(arn) ?? [];
    const isNeedless = (grant: Statement): boolean => {
      const others = statements.filter((one) => one !== grant);
      return calls.every(({ action, resourceArn, context }) => isAllowed(others, action, resourceArn, context));
    };
    return statements.filter(isNeedless).map((grant) => nameOf(arn, grant));
  });
  return {
    grants: [...roles.values()].reduce((sum, { statements }) => sum + statements.length, 0),
    calls: [...made.values()].reduce((sum, calls) => sum + calls.length, 0),
    needless,
  };
};

/** What was asked and refused, each once. */
export const refusedCalls = (asked: readonly Asked[]): readonly string[] => [
  ...new Set(
    asked
      .filter(({ allowed }) => !allowed)
      .map(({ roleArn, action, resourceArn }) => nameOf(roleArn, { action, resource: resourceArn })),
  ),
];
