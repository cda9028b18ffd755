import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InvalidPasswordException,
  paginateListUserPools,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Group } from "../core/membership.ts";
import { serverInFolder } from "./folder-files.ts";

/** The sign-ins of one deployment, with the rights of whoever owns it. */
export interface Accounts {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** Where people sign in, when it is known. */
  readonly pageUrl?: string;
}

/** A running server on this machine, by the files that it keeps in its folder. */
export const accountsInFolder = async (folder: string): Promise<Accounts> => {
  const { addresses, region, credentials } = await serverInFolder(folder);
  const { signIn = "", userPoolId = "", page = "" } = addresses;
  const client = new CognitoIdentityProviderClient({ endpoint: signIn, region, credentials });
  return { client, userPoolId, pageUrl: page };
};

/** A deployment in AWS, by the machine's own credentials and region. */
export const accountsInAws = async (stage: string): Promise<Accounts> => {
  const client = new CognitoIdentityProviderClient({});
  const name = `labelloop-${stage}`;
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    const found = UserPools.find((pool) => pool.Name === name);
    if (found?.Id) return { client, userPoolId: found.Id };
  }
  throw new Error(
    `there are no sign-ins named ${name} in this account and region: deploy first, or name another --stage`,
  );
};

export interface NewAccount {
  readonly signInName: string;
  readonly group: Group;
  readonly password: string;
  /** Chosen by its owner. Otherwise it works once, and the page asks for another. */
  readonly isOwn: boolean;
}

/** Makes an account that needs no invitation: who owns the deployment vouches for it. */
export const createAccount = async (
  { client, userPoolId }: Accounts,
  { signInName, group, password, isOwn }: NewAccount,
): Promise<void> => {
  const user = { UserPoolId: userPoolId, Username: signInName };
  try {
    await client.send(new AdminCreateUserCommand({ ...user, TemporaryPassword: password, MessageAction: "SUPPRESS" }));
  } catch (cause) {
    if (cause instanceof UsernameExistsException)
      throw new Error(`somebody has the name ${signInName} already`, { cause });
    if (cause instanceof InvalidPasswordException)
      throw new Error(`this password is refused: ${cause.message}`, { cause });
    throw cause;
  }
  await client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  if (isOwn) await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
};
