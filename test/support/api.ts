import {
  type BodyOf,
  type Endpoint,
  type EndpointName,
  endpoints,
  type QueryOf,
  type ResponseOf,
} from "../../lambdas/endpoints.ts";
import type { Addresses } from "./server.ts";

/** A refusal as it comes over the wire. */
export class Refused extends Error {
  readonly status: number;
  readonly answer: { readonly code: string; readonly field?: string; readonly allowed?: string };
  constructor(name: string, status: number, answer: Refused["answer"]) {
    super(`${name}: ${status} ${JSON.stringify(answer)}`);
    this.status = status;
    this.answer = answer;
  }
}

export interface CallOptions<Name extends EndpointName> {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: BodyOf<Name>;
  readonly query?: QueryOf<Name>;
}

export interface Api {
  readonly token: string | undefined;
  call<Name extends EndpointName>(name: Name, options?: CallOptions<Name>): Promise<ResponseOf<Name>>;
}

/** Calls the API as a client does; answers are held to the schema that the OpenAPI document is made of. */
export const apiOf = (addresses: Addresses, token?: string): Api => ({
  token,
  async call(name, { path = {}, body, query } = {}) {
    const endpoint: Endpoint = endpoints[name];
    const filled = endpoint.path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(path[key])));
    const search = query ? `?${new URLSearchParams(query as Record<string, string>)}` : "";
    const response = await fetch(`${addresses.api}${filled}${search}`, {
      method: endpoint.method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Refused(name, response.status, answer);
    return endpoint.response.parse(answer) as ResponseOf<typeof name>;
  },
});

/** Signs in as the page does: one plain call to the sign-in service. */
export const signIn = async (addresses: Addresses, signInName: string, password: string): Promise<Api> => {
  const config = (await (await fetch(`${addresses.page}/config.json`)).json()) as {
    signInUrl: string;
    clientId: string;
  };
  const response = await fetch(config.signInUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: config.clientId,
      AuthParameters: { USERNAME: signInName, PASSWORD: password },
    }),
  });
  const answer = (await response.json()) as { AuthenticationResult?: { AccessToken: string } };
  if (!answer.AuthenticationResult) throw new Error(`sign-in of ${signInName}: ${JSON.stringify(answer)}`);
  return apiOf(addresses, answer.AuthenticationResult.AccessToken);
};

/** Signs in as the demo person of a role (the `nth` of them). */
export const signInAs = (addresses: Addresses, role: string, nth = 0): Promise<Api> => {
  const person = addresses.demo.filter((one) => one.role === role)[nth];
  if (!person) throw new Error(`no demo sign-in for ${role}`);
  return signIn(addresses, person.signInName, person.password);
};

/** Waits until `look` gives something, or says what it was waiting for. */
export const eventually = async <Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  deadlineMs = 30_000,
): Promise<Found> => {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** Puts a file where `startUpload` said, as the page does; gives its key. */
export const upload = async (
  api: Api,
  projectId: string,
  name: string,
  bytes: Uint8Array,
  contentType: string,
  purpose?: "example",
): Promise<string> => {
  const { files } = await api.call("startUpload", {
    path: { projectId },
    body: { files: [{ name, sizeBytes: bytes.length, contentType, ...(purpose && { purpose }) }] },
  });
  const [target] = files;
  if (target?.kind !== "post") throw new Error(`expected a form post for ${name}`);
  const form = new FormData();
  for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
  form.append("file", new Blob([Uint8Array.from(bytes)], { type: contentType }), name);
  const response = await fetch(target.url, { method: "POST", body: form });
  if (!response.ok) throw new Error(`upload of ${name}: ${response.status} ${await response.text()}`);
  return target.key;
};
