import type { CorsRule } from "./cors.ts";
import type { LifecycleRule } from "./lifecycle-rules.ts";
import { refusal } from "./s3-refusal.ts";
import { childOf, childrenOf, expectOnly, malformed, parseXml, textOf, type XmlElements, type XmlNode } from "./xml.ts";

/** Configurations of a bucket as documents of the S3 API. */

const METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];

export const parseCorsXml = (document: string): readonly CorsRule[] => {
  const root = parseXml(document, "CORSConfiguration");
  expectOnly(root, ["CORSRule"]);
  const rules = childrenOf(root, "CORSRule").map((rule): CorsRule => {
    expectOnly(rule, ["ID", "AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader", "MaxAgeSeconds"]);
    const all = (name: string) => childrenOf(rule, name).map(({ text }) => text);
    const [id, age] = [textOf(rule, "ID"), textOf(rule, "MaxAgeSeconds")];
    return checkCorsRule({
      ...(id === undefined ? {} : { id }),
      ...(age === undefined ? {} : { maxAgeSeconds: Number(age) }),
      allowedOrigins: all("AllowedOrigin"),
      allowedMethods: all("AllowedMethod"),
      allowedHeaders: all("AllowedHeader"),
      exposeHeaders: all("ExposeHeader"),
    });
  });
  if (rules.length === 0 || rules.length > 100) throw malformed();
  return rules;
};

export const checkCorsRule = (rule: CorsRule): CorsRule => {
  if (rule.allowedOrigins.length === 0 || rule.allowedMethods.length === 0) throw malformed();
  if (rule.maxAgeSeconds !== undefined && !Number.isInteger(rule.maxAgeSeconds)) throw malformed();
  const strange = rule.allowedMethods.find((method) => !METHODS.includes(method));
  if (strange !== undefined)
    throw refusal("InvalidRequest", `Found unsupported HTTP method in CORS config. Unsupported method is ${strange}`);
  for (const origin of rule.allowedOrigins)
    if (origin.split("*").length > 2)
      throw refusal("InvalidRequest", `AllowedOrigin "${origin}" can not have more than one wildcard.`);
  return rule;
};

export const corsToXml = (rules: readonly CorsRule[]): XmlElements => ({
  CORSRule: rules.map((rule) => ({
    ID: rule.id,
    AllowedHeader: rule.allowedHeaders,
    AllowedMethod: rule.allowedMethods,
    AllowedOrigin: rule.allowedOrigins,
    ExposeHeader: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  })),
});

export const parseVersioningXml = (document: string): "Enabled" | "Suspended" => {
  const root = parseXml(document, "VersioningConfiguration");
  expectOnly(root, ["Status"]);
  const status = textOf(root, "Status");
  if (status === "Enabled" || status === "Suspended") return status;
  throw malformed();
};

export const parseLifecycleXml = (document: string): readonly LifecycleRule[] => {
  const root = parseXml(document, "LifecycleConfiguration");
  expectOnly(root, ["Rule"]);
  const rules = childrenOf(root, "Rule").map(parseLifecycleRule);
  if (rules.length === 0 || rules.length > 1000) throw malformed();
  return rules;
};

const parseLifecycleRule = (rule: XmlNode): LifecycleRule => {
  expectOnly(rule, [
    "ID",
    "Status",
    "Prefix",
    "Filter",
    "Expiration",
    "AbortIncompleteMultipartUpload",
    "NoncurrentVersionExpiration",
  ]);
  const filter = childOf(rule, "Filter");
  if (filter) expectOnly(filter, ["Prefix"]);
  const days = (action: string, unit: string, ...others: readonly string[]): number | undefined => {
    const node = childOf(rule, action);
    if (node) expectOnly(node, [unit, ...others]);
    const given = node && textOf(node, unit);
    return given === undefined ? undefined : checkDays(Number(given));
  };
  const expiration = childOf(rule, "Expiration");
  const [status, id] = [textOf(rule, "Status"), textOf(rule, "ID")];
  if (status !== "Enabled" && status !== "Disabled") throw malformed();
  return lifecycleRule({
    id,
    isEnabled: status === "Enabled",
    prefix: (filter && textOf(filter, "Prefix")) ?? textOf(rule, "Prefix") ?? "",
    abortUploadsAfterDays: days("AbortIncompleteMultipartUpload", "DaysAfterInitiation"),
    expireAfterDays: days("Expiration", "Days", "ExpiredObjectDeleteMarker"),
    expireNoncurrentAfterDays: days("NoncurrentVersionExpiration", "NoncurrentDays"),
    expireLoneMarkers: expiration && textOf(expiration, "ExpiredObjectDeleteMarker") === "true" ? true : undefined,
  });
};

export const checkDays = (days: number): number => {
  if (Number.isInteger(days) && days > 0) return days;
  throw refusal("InvalidArgument", "Days in a lifecycle rule must be a positive integer");
};

/** A rule as read, where anything may be absent; one that does nothing is refused. */
type ReadRule = { readonly [Name in keyof Required<LifecycleRule>]: LifecycleRule[Name] | undefined };

export const lifecycleRule = (read: ReadRule): LifecycleRule => {
  const { id, abortUploadsAfterDays, expireAfterDays, expireNoncurrentAfterDays, expireLoneMarkers } = read;
  if ((abortUploadsAfterDays ?? expireAfterDays ?? expireNoncurrentAfterDays ?? expireLoneMarkers) === undefined)
    throw refusal("InvalidRequest", "At least one action needs to be specified in a rule");
  return {
    isEnabled: read.isEnabled ?? false,
    prefix: read.prefix ?? "",
    ...(id === undefined ? {} : { id }),
    ...(abortUploadsAfterDays === undefined ? {} : { abortUploadsAfterDays }),
    ...(expireAfterDays === undefined ? {} : { expireAfterDays }),
    ...(expireNoncurrentAfterDays === undefined ? {} : { expireNoncurrentAfterDays }),
    ...(expireLoneMarkers && { expireLoneMarkers }),
  };
};

export const lifecycleToXml = (rules: readonly LifecycleRule[]): XmlElements => ({
  Rule: rules.map((rule) => ({
    ID: rule.id,
    Filter: { Prefix: rule.prefix },
    Status: rule.isEnabled ? "Enabled" : "Disabled",
    Expiration:
      (rule.expireAfterDays ?? rule.expireLoneMarkers) === undefined
        ? undefined
        : { Days: rule.expireAfterDays, ExpiredObjectDeleteMarker: rule.expireLoneMarkers },
    NoncurrentVersionExpiration:
      rule.expireNoncurrentAfterDays === undefined ? undefined : { NoncurrentDays: rule.expireNoncurrentAfterDays },
    AbortIncompleteMultipartUpload:
      rule.abortUploadsAfterDays === undefined ? undefined : { DaysAfterInitiation: rule.abortUploadsAfterDays },
  })),
});
