import * as z from "zod";
import { type Call, type CallParts, call, nameIn, password, passwordKey, username } from "./call.ts";
import { checkPolicy, hashPassword, isPassword } from "./password.ts";
import type { Client } from "./pools.ts";
import { invalidParameter, notAuthorized, SignInError, wrongPassword } from "./sign-in-error.ts";
import type { User } from "./store.ts";

const DAY_MS = 86_400_000;

/** Checks a password under the lockout; one attempt on a name at a time, so that guesses side by side all count. */
const checkPassword = async (parts: CallParts, client: Client, given: string, attempt: string): Promise<User> => {
  const { pools, users, lockout, passwordCost } = parts;
  const pool = pools.pool(client.poolId);
  if (!username.safeParse(given).success) throw invalidParameter("USERNAME is no user name");
  const name = nameIn(pool, given);
  return parts.withKeys([passwordKey(pool.poolId, name)], async () => {
    lockout.check(pool.poolId, name);
    const known = users.find(pool.poolId, name);
    const right = await isPassword(attempt, known?.passwordHash, passwordCost);
    const user = users.find(pool.poolId, name);
    if (!right || !user || user.passwordHash !== known?.passwordHash) {
      lockout.failed(pool.poolId, name);
      throw known || client.hidesStrangers
        ? wrongPassword()
        : new SignInError("UserNotFoundException", "User does not exist.");
    }
    lockout.cleared(pool.poolId, name);
    if (!user.enabled) throw notAuthorized("User is disabled.");
    return user;
  });
};

/** Stores a person's own new password. */
const setOwnPassword = async (parts: CallParts, user: User, proposed: string): Promise<User> => {
  checkPolicy(proposed, parts.pools.pool(user.poolId).passwordPolicy);
  const passwordHash = await hashPassword(proposed, parts.passwordCost);
  const current = parts.users.find(user.poolId, user.username);
  if (!current || current.passwordHash !== user.passwordHash) throw wrongPassword();
  if (!current.enabled) throw notAuthorized("User is disabled.");
  const changed: User = {
    ...current,
    passwordHash,
    status: "CONFIRMED",
    passwordSetMs: parts.now(),
    changedMs: parts.now(),
  };
  parts.users.save(changed);
  return changed;
};

const challenge = (parts: CallParts, client: Client, user: User) => {
  const { passwordPolicy } = parts.pools.pool(client.poolId);
  if (parts.now() > user.passwordSetMs + passwordPolicy.temporaryDays * DAY_MS)
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: parts.sessions.open(client, user),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(user.attributes),
    },
  };
};

const granted = (result: unknown) => ({ AuthenticationResult: result, ChallengeParameters: {} });

const ClientId = z.string();
const flow = (name: string) => new SignInError("InvalidParameterException", `${name} flow not enabled for this client`);

const initiateAuth = call(
  "InitiateAuth",
  z.strictObject({
    ClientId,
    AuthFlow: z.string(),
    AuthParameters: z.record(z.string(), z.string()),
  }),
  async ({ ClientId: id, AuthFlow, AuthParameters }, parts) => {
    const client = parts.pools.client(id);
    if (AuthFlow === "REFRESH_TOKEN_AUTH" || AuthFlow === "REFRESH_TOKEN") {
      if (!client.refreshFlow) throw flow("REFRESH_TOKEN_AUTH");
      return granted(await parts.tokens.refresh(client, required(AuthParameters, "REFRESH_TOKEN")));
    }
    if (AuthFlow !== "USER_PASSWORD_AUTH")
      throw invalidParameter(`the embedded sign-in does not imitate the flow ${AuthFlow}`);
    if (!client.passwordFlow) throw flow("USER_PASSWORD_AUTH");
    const user = await checkPassword(
      parts,
      client,
      required(AuthParameters, "USERNAME"),
      required(AuthParameters, "PASSWORD"),
    );
    if (user.status === "FORCE_CHANGE_PASSWORD") return challenge(parts, client, user);
    return granted(await parts.tokens.signIn(client, user));
  },
);

/** Also refuses others than these: a secret hash or a device key would be passed over. */
const PARAMETERS = ["USERNAME", "PASSWORD", "REFRESH_TOKEN", "NEW_PASSWORD"];

const required = (given: Readonly<Record<string, string>>, name: string): string => {
  const strange = Object.keys(given).find((one) => !PARAMETERS.includes(one));
  if (strange) throw invalidParameter(`the embedded sign-in does not imitate the parameter ${strange}`);
  const value = given[name];
  if (value === undefined || value === "") throw invalidParameter(`Missing required parameter ${name}`);
  return value;
};

const respondToAuthChallenge = call(
  "RespondToAuthChallenge",
  z.strictObject({
    ClientId,
    ChallengeName: z.literal("NEW_PASSWORD_REQUIRED"),
    Session: z.string(),
    ChallengeResponses: z.record(z.string(), z.string()),
  }),
  async ({ ClientId: id, Session, ChallengeResponses }, parts) => {
    const client = parts.pools.client(id);
    const name = nameIn(parts.pools.pool(client.poolId), required(ChallengeResponses, "USERNAME"));
    const proposed = required(ChallengeResponses, "NEW_PASSWORD");
    const user = await parts.withKeys([passwordKey(client.poolId, name)], async () => {
      const waiting = parts.sessions.check(Session, client, parts.users.find(client.poolId, name));
      const changed = await setOwnPassword(parts, waiting, proposed);
      parts.sessions.close(Session);
      return changed;
    });
    return granted(await parts.tokens.signIn(client, user));
  },
);

const getTokensFromRefreshToken = call(
  "GetTokensFromRefreshToken",
  z.strictObject({ ClientId, RefreshToken: z.string() }),
  async ({ ClientId: id, RefreshToken }, { pools, tokens }) => ({
    AuthenticationResult: await tokens.refresh(pools.client(id), RefreshToken),
  }),
);

const revokeToken = call(
  "RevokeToken",
  z.strictObject({ ClientId, Token: z.string() }),
  ({ ClientId: id, Token }, { pools, tokens }) => {
    if (Token.split(".").length === 3)
      throw new SignInError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked");
    tokens.revoke(pools.client(id), Token);
    return {};
  },
);

const AccessToken = z.string();

const globalSignOut = call("GlobalSignOut", z.strictObject({ AccessToken }), async (input, { pools, tokens }) => {
  tokens.revokeAll(await tokens.bearer(input.AccessToken, pools.clients()));
  return {};
});

const getUser = call("GetUser", z.strictObject({ AccessToken }), async (input, { pools, tokens }) => {
  const user = await tokens.bearer(input.AccessToken, pools.clients());
  return { Username: user.username, UserAttributes: attributesOf(user) };
});

const changePassword = call(
  "ChangePassword",
  z.strictObject({ AccessToken, PreviousPassword: password, ProposedPassword: password }),
  async ({ AccessToken: token, PreviousPassword, ProposedPassword }, parts) => {
    const { poolId, username: name } = await parts.tokens.bearer(token, parts.pools.clients());
    const { passwordPolicy } = parts.pools.pool(poolId);
    checkPolicy(ProposedPassword, passwordPolicy);
    await parts.withKeys([passwordKey(poolId, name)], async () => {
      parts.lockout.check(poolId, name);
      const user = parts.users.find(poolId, name);
      if (!user || !(await isPassword(PreviousPassword, user.passwordHash, parts.passwordCost))) {
        parts.lockout.failed(poolId, name);
        throw wrongPassword();
      }
      parts.lockout.cleared(poolId, name);
      await setOwnPassword(parts, user, ProposedPassword);
    });
    return {};
  },
);

/** As Cognito lists them: `sub` first. */
export const attributesOf = ({ sub, attributes }: User) =>
  Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value }));

/** Calls that a person's own page makes, without a signature: a password or a token is what vouches for them. */
export const userCalls: Readonly<Record<string, Call>> = {
  ChangePassword: changePassword,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
};
