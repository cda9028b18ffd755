import { type Api, apiOf } from "./api.ts";

/** A deployment, as the page knows it by /config.json. */
export interface Site {
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly signInUrl: string;
  readonly clientId: string;
}

/** `url` is what one would open in a browser. */
export const siteAt = async (url: string): Promise<Site> => {
  const response = await fetch(new URL("/config.json", url)).catch((cause: unknown) => {
    throw new Error(`nobody answers at ${url}: is it running?`, { cause });
  });
  const config: unknown = response.ok ? await response.json() : undefined;
  const text = (name: string): string => {
    const found: unknown = typeof config === "object" && config !== null ? Reflect.get(config, name) : undefined;
    if (typeof found !== "string") throw new Error(`${url} is not Labelloop: its /config.json has no ${name}`);
    return found;
  };
  return {
    pageUrl: new URL("/", url).origin,
    apiUrl: new URL(text("apiUrl"), url).href.replace(/\/$/, ""),
    signInUrl: text("signInUrl"),
    clientId: text("clientId"),
  };
};

/** Signs in as the page does, by one plain call to the sign-in service, and gives the API in that name. */
export const signIn = async (site: Site, signInName: string, password: string): Promise<Api> => {
  const response = await fetch(site.signInUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: site.clientId,
      AuthParameters: { USERNAME: signInName, PASSWORD: password },
    }),
  });
  const answer = (await response.json()) as {
    readonly AuthenticationResult?: { readonly AccessToken?: string };
    readonly ChallengeName?: string;
    readonly message?: string;
  };
  const token = answer.AuthenticationResult?.AccessToken;
  if (token) return apiOf(site.apiUrl, token);
  if (answer.ChallengeName === "NEW_PASSWORD_REQUIRED")
    throw new Error(`${signInName} has a first password only: sign in at ${site.pageUrl} and choose one`);
  throw new Error(`${signInName} cannot sign in: ${answer.message ?? `status ${response.status}`}`);
};
