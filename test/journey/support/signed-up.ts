import type { Group } from "../../../core/membership.ts";
import { outputOf } from "../../../infra/outputs.ts";
import { type Api, apiOf } from "../../support/api.ts";
import type { OwnServer } from "../../support/own-server.ts";

export const PASSWORD = "rotten-leaf-7";

interface Pool {
  readonly poolId: string;
  readonly clientId: string;
}

/** The pool whose tokens the API takes. */
export const ownPool = (server: OwnServer): Pool => ({
  poolId: outputOf(server.cloud.outputs, "UserPoolId"),
  clientId: outputOf(server.cloud.outputs, "UserPoolClientId"),
});

/** Another one of the same sign-in service: its tokens are signed by the same key. */
export const otherPool = ({ cloud: { services } }: OwnServer): Pool => {
  const poolId = services.signIn.createPool("OtherPool", {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: { PasswordPolicy: { MinimumLength: 8 } },
  });
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  return {
    poolId,
    clientId: services.signIn.createClient(poolId, "OtherPage", { UserPoolId: poolId, ExplicitAuthFlows }),
  };
};

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** Makes an account of these groups in a pool and signs it in. */
export const tokensFor = async (
  { cloud: { services } }: OwnServer,
  { poolId, clientId }: Pool,
  Username: string,
  groups: readonly Group[] = [],
): Promise<Tokens> => {
  const person = { UserPoolId: poolId, Username };
  await services.signIn.call("AdminCreateUser", { ...person, MessageAction: "SUPPRESS" });
  await services.signIn.call("AdminSetUserPassword", { ...person, Password: PASSWORD, Permanent: true });
  for (const GroupName of groups) await services.signIn.call("AdminAddUserToGroup", { ...person, GroupName });
  const answer = (await services.signIn.call("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: Username, PASSWORD },
  })) as { readonly AuthenticationResult: Tokens };
  return answer.AuthenticationResult;
};

/** Somebody signed in, with a name as every account of an invitation has one. */
export const signedUp = async (server: OwnServer, name: string, ...groups: readonly Group[]): Promise<Api> => {
  const { AccessToken } = await tokensFor(server, ownPool(server), name, groups);
  const api = apiOf(server.addresses, AccessToken);
  await api.call("updateMe", { body: { name, language: "en" } });
  return api;
};
