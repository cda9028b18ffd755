import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GROUP, openWorld, type SignInWorld } from "./support/sign-in-world.ts";

let world: SignInWorld;
let client: CognitoIdentityProviderClient;
let pool: { UserPoolId: string };
let ClientId: string;

beforeAll(async () => {
  world = await openWorld();
  client = world.client;
  pool = { UserPoolId: world.poolId };
  ClientId = world.clientId;
});
afterAll(() => world.close());

const PASSWORD = "caterpillars eat 1 leaf";

const create = (Username: string, TemporaryPassword = PASSWORD) =>
  client.send(new AdminCreateUserCommand({ ...pool, Username, TemporaryPassword, MessageAction: "SUPPRESS" }));

/** Someone with a password of her own. */
const settle = async (Username: string) => {
  await create(Username);
  await client.send(new AdminSetUserPasswordCommand({ ...pool, Username, Password: PASSWORD, Permanent: true }));
  return Username;
};

const signIn = (USERNAME: string, attempt = PASSWORD): Promise<InitiateAuthCommandOutput> =>
  client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD: attempt },
    }),
  );

const tokensOf = async (username: string, attempt = PASSWORD) => {
  const { AuthenticationResult: result } = await signIn(username, attempt);
  return {
    AccessToken: result?.AccessToken ?? "",
    IdToken: result?.IdToken ?? "",
    RefreshToken: result?.RefreshToken ?? "",
    ExpiresIn: result?.ExpiresIn,
  };
};

const refresh = (REFRESH_TOKEN: string) =>
  client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }));

const answerChallenge = (Session: string | undefined, USERNAME: string, NEW_PASSWORD: string) =>
  client.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME, NEW_PASSWORD },
    }),
  );

const NOT_AUTHORIZED = { name: "NotAuthorizedException" };
const WRONG = { name: "NotAuthorizedException", message: "Incorrect username or password." };

describe("a new account", () => {
  it("must change its temporary password at the first sign-in, and then is signed in", async () => {
    const { User } = await create("first");
    expect(User).toMatchObject({ Username: "first", Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" });
    const challenge = await signIn("first");
    expect(challenge).toMatchObject({ ChallengeName: "NEW_PASSWORD_REQUIRED" });
    expect(challenge.AuthenticationResult).toBeUndefined();
    const answered = await answerChallenge(challenge.Session, "first", "an own password 1");
    expect(answered.AuthenticationResult?.AccessToken).toBeDefined();
    expect((await tokensOf("first", "an own password 1")).ExpiresIn).toBe(600);
    await expect(signIn("first")).rejects.toMatchObject(WRONG);
  });

  it("keeps the challenge open after a password that the policy refuses", async () => {
    await create("weak");
    const { Session } = await signIn("weak");
    await expect(answerChallenge(Session, "weak", "short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
    await expect(answerChallenge(Session, "weak", "no digits in here")).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: "Password did not conform with policy: Password must have numeric characters",
    });
    await expect(answerChallenge(Session, "weak", "long enough 1")).resolves.toBeDefined();
  });

  it("does not take the challenge of another, nor one that is spent or made up", async () => {
    await create("mine");
    await create("theirs");
    const { Session } = await signIn("mine");
    await expect(answerChallenge(Session, "theirs", "an own password 1")).rejects.toMatchObject(NOT_AUTHORIZED);
    await answerChallenge((await signIn("mine")).Session, "mine", "an own password 1");
    await expect(answerChallenge(Session, "mine", "an own password 2")).rejects.toMatchObject(NOT_AUTHORIZED);
    await expect(answerChallenge("x".repeat(40), "mine", "an own password 2")).rejects.toBeInstanceOf(Error);
  });

  it("is refused under a name that is taken, in capitals too", async () => {
    await create("taken");
    await expect(create("Taken")).rejects.toMatchObject({ name: "UsernameExistsException" });
  });

  it("may not start with a password that the policy refuses", async () => {
    await expect(create("poor", "short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
  });

  it("has a sub of its own, under which it can be found", async () => {
    const { User } = await create("found");
    const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
    expect(sub).toMatch(/^[0-9a-f-]{36}$/);
    const byName = await client.send(new ListUsersCommand({ ...pool, Filter: 'username = "found"' }));
    expect(byName.Users?.map(({ Username }) => Username)).toEqual(["found"]);
    const bySub = await client.send(new ListUsersCommand({ ...pool, Filter: `sub = "${sub}"` }));
    expect(bySub.Users?.map(({ Username }) => Username)).toEqual(["found"]);
    const none = await client.send(new ListUsersCommand({ ...pool, Filter: 'username = "nobody"' }));
    expect(none.Users).toEqual([]);
  });

  it("is listed in pages", async () => {
    await create("page-a");
    await create("page-b");
    const first = await client.send(new ListUsersCommand({ ...pool, Limit: 1 }));
    expect(first.Users).toHaveLength(1);
    const second = await client.send(
      new ListUsersCommand({ ...pool, Limit: 1, PaginationToken: first.PaginationToken }),
    );
    expect(second.Users?.[0]?.Username).not.toBe(first.Users?.[0]?.Username);
  });
});

describe("a sign-in", () => {
  it("gives an access token with the claims that Cognito documents", async () => {
    await settle("claims");
    await client.send(new AdminAddUserToGroupCommand({ ...pool, Username: "claims", GroupName: GROUP }));
    const { AccessToken } = await tokensOf("claims");
    const claims = decodeJwt(AccessToken);
    expect(decodeProtectedHeader(AccessToken)).toMatchObject({ alg: "RS256", kid: expect.any(String) });
    expect(claims).toMatchObject({
      client_id: ClientId,
      username: "claims",
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      "cognito:groups": [GROUP],
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${world.poolId}`,
      jti: expect.any(String),
      auth_time: expect.any(Number),
    });
    expect(claims.aud).toBeUndefined();
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });

  it("gives an id token for the same person, with the client as audience", async () => {
    await settle("identity");
    const { AccessToken, IdToken } = await tokensOf("identity");
    const claims = decodeJwt(IdToken);
    expect(claims).toMatchObject({ aud: ClientId, token_use: "id", "cognito:username": "identity" });
    expect(claims.sub).toBe(decodeJwt(AccessToken).sub);
    expect(claims["cognito:groups"]).toBeUndefined();
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1200);
  });

  it("works with the name in capitals when the pool ignores them", async () => {
    await settle("capitals");
    expect((await tokensOf("CAPITALS")).AccessToken).not.toBe("");
  });

  it("answers a wrong password and a stranger alike", async () => {
    await settle("known");
    await expect(signIn("known", "wrong password 1")).rejects.toMatchObject(WRONG);
    await expect(signIn("stranger", "wrong password 1")).rejects.toMatchObject(WRONG);
  });

  it("refuses a client that does not exist", async () => {
    const command = new InitiateAuthCommand({
      ClientId: "nosuchclientnosuchclient00",
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "a", PASSWORD },
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("locks the name after five wrong passwords, even for the right one", async () => {
    await settle("guessed");
    for (let guess = 1; guess <= 5; guess += 1)
      await expect(signIn("guessed", `wrong password ${guess}`)).rejects.toMatchObject(WRONG);
    await expect(signIn("guessed")).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Password attempts exceeded",
    });
  });

  it("can be renewed with the refresh token, by either call", async () => {
    await settle("renewed");
    const { RefreshToken, AccessToken } = await tokensOf("renewed");
    const { AuthenticationResult } = await refresh(RefreshToken);
    expect(AuthenticationResult?.AccessToken).not.toBe(AccessToken);
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? "").sub).toBe(decodeJwt(AccessToken).sub);
    const other = await client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    expect(other.AuthenticationResult?.IdToken).toBeDefined();
    await expect(refresh("made-up")).rejects.toMatchObject(NOT_AUTHORIZED);
  });

  it("shows new groups in a renewed token", async () => {
    const Username = await settle("promoted");
    const { RefreshToken } = await tokensOf("promoted");
    await client.send(new AdminAddUserToGroupCommand({ ...pool, Username, GroupName: GROUP }));
    const { AuthenticationResult } = await refresh(RefreshToken);
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? "")["cognito:groups"]).toEqual([GROUP]);
  });
});

describe("a signed-in person", () => {
  it("can read her own account", async () => {
    await settle("self");
    const { AccessToken } = await tokensOf("self");
    const { Username, UserAttributes } = await client.send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe("self");
    expect(UserAttributes).toContainEqual({ Name: "sub", Value: decodeJwt(AccessToken).sub });
    await expect(client.send(new GetUserCommand({ AccessToken: "not.a.token" }))).rejects.toMatchObject(NOT_AUTHORIZED);
  });

  it("can change her password when she knows it", async () => {
    await settle("changing");
    const { AccessToken } = await tokensOf("changing");
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      client.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
    await expect(change("wrong password 1", "a new password 1")).rejects.toMatchObject(NOT_AUTHORIZED);
    await expect(change(PASSWORD, "short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
    await change(PASSWORD, "a new password 1");
    expect((await tokensOf("changing", "a new password 1")).AccessToken).not.toBe("");
  });

  it("ends one sign-in by revoking its token, and leaves the others", async () => {
    await settle("revoking");
    const [one, other] = [await tokensOf("revoking"), await tokensOf("revoking")];
    await client.send(new RevokeTokenCommand({ ClientId, Token: one.RefreshToken }));
    await expect(refresh(one.RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
    await expect(client.send(new GetUserCommand({ AccessToken: one.AccessToken }))).rejects.toMatchObject(
      NOT_AUTHORIZED,
    );
    await expect(refresh(other.RefreshToken)).resolves.toBeDefined();
  });

  it("ends all of them by signing out everywhere, or when an administrator does", async () => {
    const Username = await settle("everywhere");
    const [one, other] = [await tokensOf("everywhere"), await tokensOf("everywhere")];
    await client.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    await expect(refresh(one.RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
    await expect(refresh(other.RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
    const third = await tokensOf("everywhere");
    await client.send(new AdminUserGlobalSignOutCommand({ ...pool, Username }));
    await expect(refresh(third.RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
  });
});

describe("an administrator", () => {
  it("shuts somebody out and lets her in again", async () => {
    const Username = await settle("disabled");
    const { RefreshToken } = await tokensOf("disabled");
    await client.send(new AdminDisableUserCommand({ ...pool, Username }));
    await expect(signIn("disabled")).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "User is disabled.",
    });
    await expect(refresh(RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
    await client.send(new AdminEnableUserCommand({ ...pool, Username }));
    expect((await tokensOf("disabled")).AccessToken).not.toBe("");
  });

  it("sets a temporary password, which has to be changed", async () => {
    const Username = await settle("forgetful");
    const set = new AdminSetUserPasswordCommand({ ...pool, Username, Password: "a loan until 1 day" });
    await client.send(set);
    expect(await signIn("forgetful", "a loan until 1 day")).toMatchObject({ ChallengeName: "NEW_PASSWORD_REQUIRED" });
    const { UserStatus } = await client.send(new AdminGetUserCommand({ ...pool, Username }));
    expect(UserStatus).toBe("FORCE_CHANGE_PASSWORD");
  });

  it("may not set a password that the policy refuses", async () => {
    const Username = await settle("policed");
    const set = new AdminSetUserPasswordCommand({ ...pool, Username, Password: "short", Permanent: true });
    await expect(client.send(set)).rejects.toMatchObject({ name: "InvalidPasswordException" });
  });

  it("adds to a group, once or twice, and removes", async () => {
    const member = { ...pool, Username: await settle("grouped"), GroupName: GROUP };
    const groups = async () => {
      const { GroupName: _group, ...person } = member;
      const { Groups } = await client.send(new AdminListGroupsForUserCommand(person));
      return Groups?.map(({ GroupName }) => GroupName);
    };
    await client.send(new AdminAddUserToGroupCommand(member));
    await client.send(new AdminAddUserToGroupCommand(member));
    expect(await groups()).toEqual([GROUP]);
    await client.send(new AdminRemoveUserFromGroupCommand(member));
    expect(await groups()).toEqual([]);
    const absent = new AdminAddUserToGroupCommand({ ...member, GroupName: "nobody" });
    await expect(client.send(absent)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("deletes an account, whose tokens and password end with it", async () => {
    const Username = await settle("deleted");
    const { RefreshToken } = await tokensOf("deleted");
    await client.send(new AdminDeleteUserCommand({ ...pool, Username }));
    await expect(refresh(RefreshToken)).rejects.toMatchObject(NOT_AUTHORIZED);
    await expect(signIn("deleted")).rejects.toMatchObject(WRONG);
    const absent = new AdminGetUserCommand({ ...pool, Username });
    await expect(client.send(absent)).rejects.toMatchObject({ name: "UserNotFoundException" });
  });

  it("is told when the pool does not exist", async () => {
    const command = new AdminGetUserCommand({ UserPoolId: "us-east-1_Nowhere00", Username: "a" });
    await expect(client.send(command)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
