import type { IncomingHttpHeaders } from "node:http";
import { type Answer, noContent } from "./call.ts";
import { refusal } from "./s3-refusal.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRule {
  readonly id?: string;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

interface Wish {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

/** The first rule that allows origin, method and every header counts. */
const findRule = (rules: readonly CorsRule[], wish: Wish, pageOrigins: readonly string[]): CorsRule | undefined =>
  rules.find(
    (rule) =>
      rule.allowedMethods.includes(wish.method) &&
      (pageOrigins.includes(wish.origin) || rule.allowedOrigins.some((allowed) => fits(allowed, wish.origin))) &&
      wish.headers.every((header) => rule.allowedHeaders.some((allowed) => fits(allowed.toLowerCase(), header))),
  );

/** One `*` in a pattern stands for anything, nothing included. */
const fits = (pattern: string, value: string): boolean => {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === value;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= head.length + tail.length && value.startsWith(head) && value.endsWith(tail);
};

const grant = (rule: CorsRule, { origin, headers }: Wish): Record<string, string> => {
  const anyone = rule.allowedOrigins.includes("*");
  const granted: Record<string, string> = {
    "access-control-allow-origin": anyone ? "*" : origin,
    "access-control-allow-methods": rule.allowedMethods.join(", "),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
  if (!anyone) granted["access-control-allow-credentials"] = "true";
  if (headers.length > 0) granted["access-control-allow-headers"] = headers.join(", ");
  if (rule.exposeHeaders.length > 0) granted["access-control-expose-headers"] = rule.exposeHeaders.join(", ");
  if (rule.maxAgeSeconds !== undefined) granted["access-control-max-age"] = String(rule.maxAgeSeconds);
  return granted;
};

/**
 * What to add to an ordinary answer, refusals included: without it a page could not read why it was refused.
 * `pageOrigins` stand in for the deployed site's address wherever a bucket has a rule.
 */
export const corsHeaders = (
  rules: readonly CorsRule[] | undefined,
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  pageOrigins: readonly string[],
): Record<string, string> => {
  const { origin } = request.headers;
  if (origin === undefined || !rules) return {};
  const wish = { origin, method: request.method, headers: [] };
  const rule = findRule(rules, wish, pageOrigins);
  return rule ? grant(rule, wish) : {};
};

export const preflight = (
  rules: readonly CorsRule[] | undefined,
  headers: IncomingHttpHeaders,
  pageOrigins: readonly string[],
): Answer => {
  const { origin, "access-control-request-method": method } = headers;
  if (origin === undefined || method === undefined)
    throw refusal("AccessForbidden", "Insufficient information. Origin request header needed.");
  if (!rules) throw refusal("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.");
  const asked = (headers["access-control-request-headers"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  const wish = { origin, method, headers: asked.filter((name) => name !== "") };
  const rule = findRule(rules, wish, pageOrigins);
  if (rule) return { ...noContent, status: 200, headers: grant(rule, wish) };
  throw refusal(
    "AccessForbidden",
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
  );
};
