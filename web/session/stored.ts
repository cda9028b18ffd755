import { Problem } from "../problem.ts";

/** Who signed in, as the access token says. */
export interface Who {
  readonly personId: string;
  readonly signInName: string;
  readonly groups: readonly string[];
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
  readonly who: Who;
}

export interface StoredSession {
  readonly read: () => Tokens | undefined;
  readonly write: (tokens: Tokens) => void;
  readonly clear: () => void;
  /** Another tab signed in, out, or renewed. */
  readonly onChange: (listen: (tokens: Tokens | undefined) => void) => void;
}

const KEY = "labelloop.session";

/**
 * In localStorage rather than IndexedDB: it can be read before the first paint, and its `storage` event keeps tabs in
 * step. Neither hides anything from a script of this origin; the page's content policy lets no foreign script in.
 */
export const storedSession = (storage: Storage, page: Pick<Window, "addEventListener">): StoredSession => ({
  read: () => parse(storage.getItem(KEY)),
  write: (tokens) => storage.setItem(KEY, JSON.stringify(tokens)),
  clear: () => storage.removeItem(KEY),
  onChange: (listen) =>
    page.addEventListener("storage", (event) => {
      if (event.key === KEY || event.key === null) listen(parse(event.newValue));
    }),
});

const parse = (text: string | null): Tokens | undefined => {
  if (!text) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    const complete =
      typeof found === "object" &&
      found !== null &&
      ["accessToken", "refreshToken", "expiresAtMs", "who"].every((key) => key in found);
    return complete ? (found as Tokens) : undefined;
  } catch {
    // Not ours, or half written by an old version: as good as signed out.
    return undefined;
  }
};

/** Reads the claims of an access token. Not verified here: the server does that at each call. */
export const whoIs = (accessToken: string): Who => {
  const payload = accessToken.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (unit) => unit.charCodeAt(0));
  const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const claim = (name: string): unknown =>
    typeof claims === "object" && claims !== null ? Reflect.get(claims, name) : undefined;
  const personId = claim("sub");
  if (typeof personId !== "string") throw new Problem("internal", "the access token names nobody");
  const groups = claim("cognito:groups");
  return {
    personId,
    signInName: String(claim("username") ?? ""),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
};
