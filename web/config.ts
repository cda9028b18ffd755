/** Where things are. Written by the deployment as /config.json, so that the same build serves every stack. */
export interface WebConfig {
  /** Paths of web/routes.ts are appended to it as they are, e.g. `https://x.example/api`. */
  readonly apiUrl: string;
  /** The sign-in service: Amazon Cognito, or the embedded one that speaks the same few calls. */
  readonly signInUrl: string;
  readonly clientId: string;
  readonly region: string;
}

const parse = (content: unknown): WebConfig => {
  const text = (name: keyof WebConfig): string => {
    const found: unknown = typeof content === "object" && content !== null ? Reflect.get(content, name) : undefined;
    if (typeof found !== "string" || found === "") throw new Error(`/config.json has no ${name}`);
    return found;
  };
  return {
    apiUrl: text("apiUrl").replace(/\/+$/, ""),
    signInUrl: text("signInUrl"),
    clientId: text("clientId"),
    region: text("region"),
  };
};

export const loadConfig = async (fetcher: typeof fetch): Promise<WebConfig> => {
  const answer = await fetcher("/config.json", { cache: "no-cache" });
  if (!answer.ok) throw new Error(`/config.json answered ${answer.status}`);
  return parse(await answer.json());
};
