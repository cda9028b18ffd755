/** /config.json: what the page must know of its deployment. The same build serves every one of them. */
export interface SiteConfig {
  readonly apiUrl: string;
  /** Where the sign-in calls of Cognito's API go. */
  readonly signInUrl: string;
  readonly clientId: string;
  readonly region: string;
}

/** The API is on the page's own origin: no preflight, and nothing for a browser to be told of. */
export const siteConfig = (outputs: Omit<SiteConfig, "apiUrl">): SiteConfig => ({
  apiUrl: "/api",
  signInUrl: outputs.signInUrl,
  clientId: outputs.clientId,
  region: outputs.region,
});
