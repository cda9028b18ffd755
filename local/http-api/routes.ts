/** A route of an HTTP API, e.g. `GET /api/projects/{projectId}`. */
export interface Route<Target> {
  readonly key: string;
  readonly target: Target;
}

export interface Match<Target> {
  readonly route: Route<Target>;
  /** Decoded, by name. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request as API Gateway does: a literal segment before a parameter, a parameter before
 * `{proxy+}`, a method before ANY, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export const routerOf = <Target>(
  routes: readonly Route<Target>[],
): ((method: string, path: string) => Match<Target> | undefined) => {
  const fallback = routes.find(({ key }) => key === "$default");
  const patterns = routes.filter((route) => route !== fallback).map(patternOf);
  patterns.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return (method, path) => {
    for (const { route, method: wanted, segments } of patterns) {
      if (wanted !== "ANY" && wanted !== method) continue;
      const pathParameters = matchSegments(segments, path);
      if (pathParameters) return { route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
};

const patternOf = <Target>(route: Route<Target>) => {
  const [method = "", path = ""] = route.key.split(" ");
  if (!/^[A-Z]+$/.test(method) || !path.startsWith("/")) throw new Error(`${route.key} is no route key`);
  const segments = path.slice(1).split("/");
  const rank = segments.map((one) => (one.endsWith("+}") ? "2" : one.startsWith("{") ? "1" : "0")).join("");
  return { route, method, segments, rank: `${rank}${method === "ANY" ? "1" : "0"}` };
};

const matchSegments = (segments: readonly string[], path: string): Record<string, string> | undefined => {
  const given = path.slice(1).split("/");
  const found: Record<string, string> = {};
  for (const [n, segment] of segments.entries()) {
    const text = given[n];
    if (text === undefined || text === "") return undefined;
    if (segment.endsWith("+}")) {
      found[segment.slice(1, -2)] = given.slice(n).map(decoded).join("/");
      return found;
    }
    if (segment.startsWith("{")) found[segment.slice(1, -1)] = decoded(text);
    else if (decoded(text) !== segment) return undefined;
  }
  return given.length === segments.length ? found : undefined;
};

/** What is not valid percent-encoding stays as it came. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
