import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  InvalidPasswordException,
  ListUsersCommand,
  UserNotFoundException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { type AnnotatorId, parseAnnotatorId } from "../core/ids.ts";
import type { Group } from "../core/membership.ts";
import { refuse } from "../core/refusal.ts";
import type { Deps } from "./deps.ts";

type SignInDeps = Pick<Deps, "signIn" | "config">;

/** A standard attribute that nobody reads but us: by which link an account was made. */
const MADE_BY = "profile";

const attributeOf = (attributes: readonly AttributeType[] | undefined, name: string): string | undefined =>
  attributes?.find((attribute) => attribute.Name === name)?.Value;

const personIdOf = (attributes: readonly AttributeType[] | undefined): AnnotatorId => {
  const personId = parseAnnotatorId(attributeOf(attributes, "sub") ?? "");
  if (!personId) throw new Error("the sign-in service gave an account without a sub");
  return personId;
};

/**
 * The sign-in service takes no password that begins or ends with a space, and answers such a one with a fault. Said
 * before a link is spent for it.
 */
export const refuseSpacesAround = (password: string): void => {
  if (password === password.trim()) return;
  throw refuse("password-refused", "this password begins or ends with a space", {
    field: "body.password",
    allowed: "no space at the beginning or the end; spaces in between are good",
  });
};

/** What the policy is, in the sign-in service's own words: they say which rule the password breaks. */
const passwordRefused = (error: InvalidPasswordException) =>
  refuse("password-refused", "this password is too easy to guess", {
    field: "body.password",
    allowed: error.message.replace(/^Password did not conform with policy: /, ""),
  });

/**
 * Makes an account that nobody can use yet, marked with the link that it came by. `unfinished`: this link made it
 * before and was cut; `finished`: the link has done its work; `taken`: the name is somebody else's.
 */
export const createAccount = async (
  { signIn, config }: SignInDeps,
  { signInName, password, madeBy }: { readonly signInName: string; readonly password: string; readonly madeBy: string },
): Promise<
  | { readonly state: "created" | "unfinished" | "finished"; readonly personId: AnnotatorId }
  | { readonly state: "taken" }
> => {
  const user = { UserPoolId: config.USER_POOL_ID, Username: signInName };
  try {
    const { User } = await signIn.send(
      new AdminCreateUserCommand({
        ...user,
        // Makes the service hold the password to its policy before anything else is done with it. A temporary one has
        // no spaces (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html).
        TemporaryPassword: password.replace(/\s/g, "-"),
        MessageAction: "SUPPRESS",
        UserAttributes: [{ Name: MADE_BY, Value: madeBy }],
      }),
    );
    return { state: "created", personId: personIdOf(User?.Attributes) };
  } catch (error) {
    if (error instanceof InvalidPasswordException) throw passwordRefused(error);
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  const found = await signIn.send(new AdminGetUserCommand(user));
  if (attributeOf(found.UserAttributes, MADE_BY) !== madeBy) return { state: "taken" };
  const personId = personIdOf(found.UserAttributes);
  return { state: found.UserStatus === "FORCE_CHANGE_PASSWORD" ? "unfinished" : "finished", personId };
};

/** Sets the person's own, lasting password: from here on the account can be used. */
export const setPassword = async (
  { signIn, config }: SignInDeps,
  signInName: string,
  password: string,
): Promise<void> => {
  try {
    await signIn.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: config.USER_POOL_ID,
        Username: signInName,
        Password: password,
        Permanent: true,
      }),
    );
  } catch (error) {
    if (error instanceof InvalidPasswordException) throw passwordRefused(error);
    throw error;
  }
};

/** Twice is once. */
export const addToGroup = async ({ signIn, config }: SignInDeps, signInName: string, group: Group): Promise<void> => {
  await signIn.send(
    new AdminAddUserToGroupCommand({ UserPoolId: config.USER_POOL_ID, Username: signInName, GroupName: group }),
  );
};

/** The name that somebody signs in with, and whose account a name is; undefined when there is none. */
export const signInNameOf = async (
  { signIn, config }: SignInDeps,
  personId: AnnotatorId,
): Promise<string | undefined> => {
  const { Users = [] } = await signIn.send(
    new ListUsersCommand({ UserPoolId: config.USER_POOL_ID, Filter: `sub = "${personId}"` }),
  );
  return Users[0]?.Username;
};

export const personSigningInAs = async (
  { signIn, config }: SignInDeps,
  signInName: string,
): Promise<AnnotatorId | undefined> => {
  try {
    const found = await signIn.send(new AdminGetUserCommand({ UserPoolId: config.USER_POOL_ID, Username: signInName }));
    return personIdOf(found.UserAttributes);
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
};

/** Ends every session and takes the account away. One that is gone already is no fault. */
export const removeAccount = async ({ signIn, config }: SignInDeps, signInName: string): Promise<void> => {
  const user = { UserPoolId: config.USER_POOL_ID, Username: signInName };
  try {
    await signIn.send(new AdminUserGlobalSignOutCommand(user));
    await signIn.send(new AdminDeleteUserCommand(user));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
};
