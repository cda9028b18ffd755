import { Problem, type ProblemCode } from "../problem.ts";

/** What a successful sign-in gives. Cognito gives no new refresh token on a renewal. */
export interface Granted {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInMs: number;
}

export type SignInResult =
  | { readonly state: "granted"; readonly granted: Granted }
  | { readonly state: "first-password"; readonly challenge: string };

/** The few calls of Amazon Cognito that a sign-in needs, by plain fetch: its SDK is larger than this whole page. */
export interface SignInService {
  readonly signIn: (signInName: string, password: string) => Promise<SignInResult>;
  readonly setFirstPassword: (signInName: string, challenge: string, password: string) => Promise<SignInResult>;
  readonly renew: (refreshToken: string) => Promise<Granted>;
  readonly revoke: (refreshToken: string) => Promise<void>;
}

export const signInService = (signInUrl: string, clientId: string, fetcher: typeof fetch): SignInService => {
  const call = async (action: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = await fetcher(signInUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify({ ClientId: clientId, ...body }),
      signal: AbortSignal.timeout(20_000),
    }).catch((cause: unknown) => {
      const timedOut = cause instanceof Error && cause.name === "TimeoutError";
      throw new Problem(timedOut ? "timeout" : "offline", String(cause));
    });
    const content: unknown = await answer.json().catch(() => ({}));
    if (answer.ok) return content;
    throw refusalOf(answer.status, content);
  };

  return {
    signIn: async (signInName, password) =>
      readResult(
        await call("InitiateAuth", {
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: signInName, PASSWORD: password },
        }),
      ),
    setFirstPassword: async (signInName, challenge, password) =>
      readResult(
        await call("RespondToAuthChallenge", {
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session: challenge,
          ChallengeResponses: { USERNAME: signInName, NEW_PASSWORD: password },
        }),
      ),
    renew: async (refreshToken) => {
      const result = readResult(
        await call("InitiateAuth", {
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      );
      if (result.state !== "granted") throw new Problem("not-signed-in", "a renewal asked for a password");
      return result.granted;
    },
    revoke: async (refreshToken) => {
      await call("RevokeToken", { Token: refreshToken });
    },
  };
};

const CODES: Readonly<Record<string, ProblemCode>> = {
  NotAuthorizedException: "wrong-sign-in",
  UserNotFoundException: "wrong-sign-in",
  UserNotConfirmedException: "wrong-sign-in",
  PasswordResetRequiredException: "wrong-sign-in",
  InvalidPasswordException: "password-refused",
  InvalidParameterException: "password-refused",
  CodeMismatchException: "not-signed-in",
  ExpiredCodeException: "not-signed-in",
  TooManyRequestsException: "slow-down",
  LimitExceededException: "slow-down",
};

const refusalOf = (status: number, content: unknown): Problem => {
  const kind = (textAt(content, "__type") ?? "").replace(/^.*#/, "");
  const message = textAt(content, "message") ?? textAt(content, "Message") ?? `status ${status}`;
  return new Problem(CODES[kind] ?? "internal", message, { status });
};

const at = (content: unknown, key: string): unknown =>
  typeof content === "object" && content !== null ? Reflect.get(content, key) : undefined;
const textAt = (content: unknown, key: string): string | undefined => {
  const found = at(content, key);
  return typeof found === "string" ? found : undefined;
};

const readResult = (content: unknown): SignInResult => {
  const result = at(content, "AuthenticationResult");
  const accessToken = textAt(result, "AccessToken");
  if (accessToken) {
    const refreshToken = textAt(result, "RefreshToken");
    const expiresInMs = Number(at(result, "ExpiresIn") ?? 3_600) * 1_000;
    return {
      state: "granted",
      granted: { accessToken, expiresInMs, ...(refreshToken ? { refreshToken } : {}) },
    };
  }
  const challenge = textAt(content, "Session");
  if (at(content, "ChallengeName") === "NEW_PASSWORD_REQUIRED" && challenge) {
    return { state: "first-password", challenge };
  }
  throw new Problem("internal", `the sign-in service answered ${String(at(content, "ChallengeName"))}`);
};
