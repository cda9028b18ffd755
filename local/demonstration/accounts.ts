import { SignInError } from "../sign-in/sign-in-error.ts";
import type { RunningSignIn } from "../sign-in/start-sign-in.ts";
import { isRecord, recordAt, textAt } from "../template/json.ts";
import type { DemoSignIn } from "./sign-ins.ts";

export interface Accounts {
  /** Whether somebody can sign in. An account that a cut start left unfinished is removed, to be made anew. */
  has(person: DemoSignIn): Promise<boolean>;
  /** Makes an account that needs no invitation: the operator's. */
  make(person: DemoSignIn, group: string): Promise<void>;
  /** An access token. */
  signIn(person: DemoSignIn): Promise<string>;
}

export const accountsOf = (signIn: RunningSignIn, UserPoolId: string, ClientId: string): Accounts => {
  const find = async (Username: string): Promise<unknown> => {
    try {
      return await signIn.call("AdminGetUser", { UserPoolId, Username });
    } catch (error) {
      if (error instanceof SignInError && error.type === "UserNotFoundException") return undefined;
      throw error;
    }
  };
  return {
    async has({ signInName }) {
      const found = await find(signInName);
      if (!isRecord(found)) return false;
      if (found["UserStatus"] === "CONFIRMED") return true;
      await signIn.call("AdminDeleteUser", { UserPoolId, Username: signInName });
      return false;
    },
    async make({ signInName, password }, group) {
      const user = { UserPoolId, Username: signInName };
      await signIn.call("AdminCreateUser", { ...user, MessageAction: "SUPPRESS" });
      await signIn.call("AdminAddUserToGroup", { ...user, GroupName: group });
      await signIn.call("AdminSetUserPassword", { ...user, Password: password, Permanent: true });
    },
    async signIn({ signInName, password }) {
      const answer = await signIn.call("InitiateAuth", {
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId,
        AuthParameters: { USERNAME: signInName, PASSWORD: password },
      });
      if (!isRecord(answer)) throw new Error(`${signInName} got no answer`);
      return textAt(recordAt(answer, "AuthenticationResult", signInName), "AccessToken", signInName);
    },
  };
};
