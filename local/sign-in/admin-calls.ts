import * as z from "zod";
import { type Call, type CallParts, call, findUser, nameIn, password, passwordKey, username } from "./call.ts";
import { checkPolicy, hashPassword } from "./password.ts";
import { invalidParameter, SignInError } from "./sign-in-error.ts";
import type { User } from "./store.ts";
import { attributesOf } from "./user-calls.ts";

const UserPoolId = z.string();
const person = z.strictObject({ UserPoolId, Username: z.string() });

/** Attributes are kept as they come; `sub` is the service's own. */
const UserAttributes = z.array(
  z.strictObject({ Name: z.string().regex(/^(?!sub$)[a-z_]{1,32}$/), Value: z.string().max(2048) }),
);

const adminCreateUser = call(
  "AdminCreateUser",
  person.extend({
    Username: username,
    UserAttributes: UserAttributes.default([]),
    TemporaryPassword: password.optional(),
    MessageAction: z.string().optional(),
  }),
  async (input, parts) => {
    if (input.MessageAction !== "SUPPRESS")
      throw invalidParameter("the embedded sign-in sends no messages: MessageAction must be SUPPRESS");
    const pool = parts.pools.pool(input.UserPoolId);
    const name = nameIn(pool, input.Username);
    if (input.TemporaryPassword !== undefined) checkPolicy(input.TemporaryPassword, pool.passwordPolicy);
    const hash = input.TemporaryPassword && (await hashPassword(input.TemporaryPassword, parts.passwordCost));
    if (parts.users.find(pool.poolId, name))
      throw new SignInError("UsernameExistsException", "User account already exists");
    const nowMs = parts.now();
    const user: User = {
      poolId: pool.poolId,
      username: name,
      sub: parts.newId(),
      status: "FORCE_CHANGE_PASSWORD",
      enabled: true,
      attributes: Object.fromEntries(input.UserAttributes.map(({ Name, Value }) => [Name, Value])),
      ...(hash !== undefined && { passwordHash: hash }),
      passwordSetMs: nowMs,
      createdMs: nowMs,
      changedMs: nowMs,
    };
    parts.users.save(user);
    return { User: { ...described(user), Attributes: attributesOf(user) } };
  },
);

const adminSetUserPassword = call(
  "AdminSetUserPassword",
  person.extend({ Password: password, Permanent: z.boolean().default(false) }),
  async (input, parts) => {
    const { poolId, username: name } = findUser(parts, input.UserPoolId, input.Username);
    checkPolicy(input.Password, parts.pools.pool(poolId).passwordPolicy);
    const passwordHash = await hashPassword(input.Password, parts.passwordCost);
    await parts.withKeys([passwordKey(poolId, name)], async () => {
      const user = findUser(parts, poolId, name);
      parts.users.save({
        ...user,
        passwordHash,
        status: input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
        passwordSetMs: parts.now(),
        changedMs: parts.now(),
      });
    });
    return {};
  },
);

const setEnabled = (parts: CallParts, input: z.infer<typeof person>, enabled: boolean) => {
  const user = findUser(parts, input.UserPoolId, input.Username);
  parts.users.save({ ...user, enabled, changedMs: parts.now() });
  if (!enabled) parts.tokens.revokeAll(user);
  return {};
};

const inGroup = person.extend({ GroupName: z.string() });

/** The person and the group, both of which must exist. */
const findMember = (parts: CallParts, input: z.infer<typeof inGroup>): User => {
  const user = findUser(parts, input.UserPoolId, input.Username);
  if (!parts.pools.groupExists(user.poolId, input.GroupName))
    throw new SignInError("ResourceNotFoundException", "Group not found.");
  return user;
};

/** `name = "value"` or `name ^= "value"`, of the few attributes that can be looked up. */
const FILTER = /^\s*"?(username|sub|email)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

const matcher = (filter: string | undefined): ((user: User) => boolean) => {
  if (filter === undefined || filter === "") return () => true;
  const [, name, comparator, quoted = ""] = FILTER.exec(filter) ?? [];
  if (!name) throw invalidParameter("the embedded sign-in filters users by username, sub or email, with = or ^=");
  const wanted = quoted.replace(/\\(.)/g, "$1");
  const looked = (user: User) =>
    name === "username" ? user.username : name === "sub" ? user.sub : (user.attributes["email"] ?? "");
  return (user) => (comparator === "=" ? looked(user) === wanted : looked(user).startsWith(wanted));
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
const PAGE = 60;

const listUsers = call(
  "ListUsers",
  z.strictObject({
    UserPoolId,
    Filter: z.string().max(256).optional(),
    Limit: z.int().min(1).max(PAGE).default(PAGE),
    PaginationToken: z.string().optional(),
  }),
  ({ UserPoolId: poolId, Filter, Limit, PaginationToken = "" }, { pools, users }) => {
    pools.pool(poolId);
    const found = users.list(poolId, Buffer.from(PaginationToken, "base64url").toString()).filter(matcher(Filter));
    const page = found.slice(0, Limit);
    const last = found.length > Limit ? page.at(-1) : undefined;
    return {
      Users: page.map((user) => ({ ...described(user), Attributes: attributesOf(user) })),
      ...(last && { PaginationToken: Buffer.from(last.username).toString("base64url") }),
    };
  },
);

const described = (user: User) => ({
  Username: user.username,
  Enabled: user.enabled,
  UserStatus: user.status,
  UserCreateDate: user.createdMs / 1000,
  UserLastModifiedDate: user.changedMs / 1000,
});

/** Calls that need a signature and a grant on the pool. */
export const adminCalls: Readonly<Record<string, Call>> = {
  AdminAddUserToGroup: call("AdminAddUserToGroup", inGroup, (input, parts) => {
    parts.users.join(findMember(parts, input), input.GroupName);
    return {};
  }),
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: call("AdminDeleteUser", person, (input, parts) => {
    parts.users.remove(findUser(parts, input.UserPoolId, input.Username));
    return {};
  }),
  AdminDisableUser: call("AdminDisableUser", person, (input, parts) => setEnabled(parts, input, false)),
  AdminEnableUser: call("AdminEnableUser", person, (input, parts) => setEnabled(parts, input, true)),
  AdminGetUser: call("AdminGetUser", person, (input, parts) => {
    const user = findUser(parts, input.UserPoolId, input.Username);
    return { ...described(user), UserAttributes: attributesOf(user) };
  }),
  AdminListGroupsForUser: call("AdminListGroupsForUser", person, (input, parts) => {
    const user = findUser(parts, input.UserPoolId, input.Username);
    const groups = parts.users.groupsOf(user);
    return { Groups: groups.map((GroupName) => ({ GroupName, UserPoolId: user.poolId })) };
  }),
  AdminRemoveUserFromGroup: call("AdminRemoveUserFromGroup", inGroup, (input, parts) => {
    parts.users.leave(findMember(parts, input), input.GroupName);
    return {};
  }),
  AdminSetUserPassword: adminSetUserPassword,
  AdminUserGlobalSignOut: call("AdminUserGlobalSignOut", person, (input, parts) => {
    parts.tokens.revokeAll(findUser(parts, input.UserPoolId, input.Username));
    return {};
  }),
  ListUsers: listUsers,
};
