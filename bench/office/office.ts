import { randomUUID } from "node:crypto";
import { accountsInFolder, createAccount } from "../../cli/accounts.ts";
import { type Api, apiOf, Refused } from "../../cli/api.ts";
import { until } from "../../cli/demo/until.ts";
import { type Site, signIn, siteAt } from "../../cli/site.ts";
import type { BodyOf } from "../../lambdas/endpoints.ts";
import type { SignedIn } from "./connection.ts";
import type { ServerProcess } from "./server-process.ts";

/** A project at work on a server: who leads it, and who labels. */
export interface Office {
  readonly site: Site;
  readonly vendor: Api;
  readonly projectId: string;
  readonly annotators: readonly Colleague[];
}

export interface Colleague extends SignedIn {
  readonly personId: string;
}

export interface OfficeOptions {
  readonly annotators: number;
  readonly overlap: number;
  /** Texts that lie there when it opens. */
  readonly texts: number;
}

/** Passwords are hashed at some cost: more at once would only wait for each other. */
const NEWCOMERS_AT_ONCE = 4;
const TEXTS_MS_MAX = 3_600_000;

/** Everybody comes as people do: the operator's link, the vendor's links, a password of one's own, a sign-in. */
export const openOffice = async (
  { page, folder }: ServerProcess,
  { annotators, overlap, texts }: OfficeOptions,
): Promise<Office> => {
  const site = await siteAt(page);
  const vendor = await firstVendor(site, folder);
  const { projectId } = await vendor("createProject", { body: projectBody(overlap) });
  if (texts > 0) await addTexts(vendor, projectId, "texts", texts);
  const path = { projectId };
  if (texts > 0)
    await until(`${texts} texts`, TEXTS_MS_MAX, async () =>
      (await vendor("progress", { path })).items.open === texts ? true : undefined,
    );
  await vendor("changeProjectState", { path, body: { to: "open" } });
  const people: Colleague[] = [];
  let nth = 0;
  const welcome = async (): Promise<void> => {
    while (nth < annotators) {
      const { secret } = await vendor("invite", { path, body: { roles: ["annotator"], note: `${nth++}` } });
      people.push(await newcomer(site, secret));
    }
  };
  await Promise.all(Array.from({ length: NEWCOMERS_AT_ONCE }, welcome));
  return { site, vendor, projectId, annotators: people };
};

const firstVendor = async (site: Site, folder: string): Promise<Api> => {
  const operator = { signInName: "operator", password: randomUUID() };
  // The server writes where its sign-ins are once it is ready, which is a little after it answers.
  const accounts = await until("the folder's addresses", 30_000, () => accountsInFolder(folder).catch(() => undefined));
  await createAccount(accounts, { ...operator, group: "operator", isOwn: true });
  const { secret } = await (await signIn(site, operator.signInName, operator.password))("inviteVendor", { body: {} });
  const vendor = { signInName: "vendor", password: randomUUID() };
  await apiOf(site.apiUrl)("acceptInvitation", {
    path: { secret },
    body: { ...vendor, name: "Vendor", language: "en" },
  });
  return stayingSignedIn(() => signIn(site, vendor.signInName, vendor.password));
};

/** The API in the name of somebody who signs in again when her token has ended. */
const stayingSignedIn = async (signInAgain: () => Promise<Api>): Promise<Api> => {
  let api = await signInAgain();
  return async (name, options) => {
    try {
      return await api(name, options);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      api = await signInAgain();
      return api(name, options);
    }
  };
};

const newcomer = async (site: Site, secret: string): Promise<Colleague> => {
  const [signInName, password] = [`a-${randomUUID().slice(0, 13)}`, randomUUID()];
  await apiOf(site.apiUrl)("acceptInvitation", {
    path: { secret },
    body: { signInName, password, name: "Annotator", language: "en" },
  });
  let token = await tokenOf(site, signInName, password);
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  return {
    personId: String(Reflect.get(Object(claims), "sub")),
    token: () => token,
    renew: async () => {
      token = await tokenOf(site, signInName, password);
    },
  };
};

const tokenOf = async ({ signInUrl, clientId }: Site, USERNAME: string, PASSWORD: string): Promise<string> => {
  const response = await fetch(signInUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: clientId,
      AuthParameters: { USERNAME, PASSWORD },
    }),
  });
  const answer = (await response.json()) as { readonly AuthenticationResult?: { readonly AccessToken?: string } };
  const token = answer.AuthenticationResult?.AccessToken;
  if (!token) throw new Error(`${USERNAME} cannot sign in: ${JSON.stringify(answer)}`);
  return token;
};

/** Puts so many texts into the project's bucket, as one manifest. */
export const addTexts = async (vendor: Api, projectId: string, name: string, texts: number): Promise<void> => {
  const lines = Array.from({ length: texts }, (_, at) =>
    JSON.stringify({ source: `${name} ${at}: a beetle on a leaf` }),
  );
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const { files } = await vendor("startUpload", {
    path: { projectId },
    body: { files: [{ name: `${name}.jsonl`, sizeBytes: bytes.length, contentType: "application/jsonl" }] },
  });
  const [target] = files;
  if (target?.kind !== "post") throw new Error(`${name} was not given a form to be posted with`);
  const form = new FormData();
  for (const [field, value] of Object.entries(target.fields)) form.append(field, value);
  form.append("file", new Blob([new Uint8Array(bytes)], { type: "application/jsonl" }), `${name}.jsonl`);
  const response = await fetch(target.url, { method: "POST", body: form });
  if (!response.ok) throw new Error(`the bucket refused ${name}: ${response.status} ${await response.text()}`);
};

const projectBody = (overlap: number): BodyOf<"createProject"> => ({
  title: { en: "Texts under load" },
  askedBy: "Forest Research Trust",
  purpose: { en: "To see what the server bears." },
  instructions: { en: "# Read\nSay whether it is a pest." },
  media: "text",
  overlap: { min: overlap, max: overlap },
  pay: { kind: "paid", amountMicros: 500_000, currency: "INR" },
  ontology: {
    tools: ["class"],
    labels: LABELS.map((id, at) => ({
      id,
      names: { en: id },
      definition: { en: `What ${id} is.` },
      colour: at === 0 ? "#d55e00" : "#0072b2",
    })),
  },
});

export const LABELS = ["pest", "no-pest"] as const;
