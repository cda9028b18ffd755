import { randomBytes } from "node:crypto";
import type { Role } from "../../core/membership.ts";
import { type Api, apiOf } from "../api.ts";
import { type Site, signIn } from "../site.ts";

/** Whom the demonstration's vendor is on a server that it did not start. */
export interface VendorSignIn {
  readonly signInName: string;
  readonly password: string;
}

/** The vendor that `npm start` makes for trying out, unless the environment names another. */
export const vendorFrom = (environment: Readonly<Record<string, string | undefined>>): VendorSignIn => ({
  signInName: environment["LABELLOOP_DEMO_NAME"] ?? "vendor",
  password: environment["LABELLOOP_DEMO_PASSWORD"] ?? "forest-demo-2",
});

export interface Newcomer {
  readonly vendor: Api;
  readonly projectId: string;
  readonly name: string;
  readonly role: Role;
}

/** Invites somebody by a link, who accepts it with a password of her own and signs in. */
export const newcomer = async (site: Site, { vendor, projectId, name, role }: Newcomer): Promise<Api> => {
  const { secret } = await vendor("invite", { path: { projectId }, body: { roles: [role], note: name } });
  // Names are taken for ever: a number keeps this evening's Nehma apart from yesterday's.
  const signInName = `${name.toLowerCase()}-${randomBytes(3).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  await apiOf(site.apiUrl)("acceptInvitation", {
    path: { secret },
    body: { signInName, password, name, language: "en" },
  });
  return signIn(site, signInName, password);
};
