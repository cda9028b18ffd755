import * as z from "zod";
import type { WithKeys } from "../key-locks.ts";
import type { Lockout } from "./lockout.ts";
import type { HashCost } from "./password.ts";
import type { Pool, Pools } from "./pools.ts";
import type { Sessions } from "./sessions.ts";
import { invalidParameter, SignInError } from "./sign-in-error.ts";
import type { User, UserStore } from "./store.ts";
import type { TokenIssuer } from "./tokens.ts";

/** What every call works with. */
export interface CallParts {
  readonly pools: Pools;
  readonly users: UserStore;
  readonly tokens: TokenIssuer;
  readonly sessions: Sessions;
  readonly lockout: Lockout;
  readonly withKeys: WithKeys;
  readonly passwordCost: HashCost;
  readonly now: () => number;
  readonly newId: () => string;
}

/** One operation of the service. */
export interface Call {
  run(input: unknown, parts: CallParts): Promise<unknown>;
}

/** Reads the input by a shape, refusing what is not in it by name, then runs. */
export const call = <Shape extends z.ZodObject>(
  name: string,
  shape: Shape,
  run: (input: z.infer<Shape>, parts: CallParts) => Promise<unknown> | unknown,
): Call => ({
  run: async (input, parts) => {
    const parsed = shape.safeParse(input);
    if (!parsed.success) throw refusalOf(name, parsed.error);
    return run(parsed.data, parts);
  },
});

const refusalOf = (name: string, { issues: [issue] }: z.ZodError): SignInError => {
  if (issue?.code === "unrecognized_keys")
    return invalidParameter(`the embedded sign-in does not imitate the parameter ${issue.keys.join(", ")} of ${name}`);
  return invalidParameter(`${name}: ${issue?.path.join(".")}: ${issue?.message}`);
};

export const username = z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u);
export const password = z.string().min(1).max(256);

/** The form in which a pool keeps a name. */
export const nameIn = (pool: Pool, given: string): string => (pool.caseSensitive ? given : given.toLowerCase());

/** By name or by `sub`, as the administrator's calls take either. */
export const findUser = ({ pools, users }: CallParts, poolId: string, given: string): User => {
  const user = users.find(poolId, nameIn(pools.pool(poolId), given)) ?? users.findBySub(poolId, given);
  if (!user) throw new SignInError("UserNotFoundException", "User does not exist.");
  return user;
};

/** Serializes what changes or tries one person's password. */
export const passwordKey = (poolId: string, name: string): string => `${poolId} ${name}`;
