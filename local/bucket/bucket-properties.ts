import { checkCorsRule, checkDays, lifecycleRule } from "./configurations.ts";
import type { CorsRule } from "./cors.ts";
import type { LifecycleRule } from "./lifecycle-rules.ts";

/** What a bucket is made with. */
export interface BucketSettings {
  readonly keepsVersions: boolean;
  readonly cors: readonly CorsRule[] | undefined;
  readonly lifecycle: readonly LifecycleRule[] | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Properties of `AWS::S3::Bucket` that change nothing here. Public access is always blocked and ACLs are always
 * off; bytes lie as safe as the folder's disk; notifications are the runner's to deliver; nobody reads access logs.
 */
const withoutEffect = [
  "AccessControl",
  "BucketEncryption",
  "BucketName",
  "LoggingConfiguration",
  "NotificationConfiguration",
  "OwnershipControls",
  "PublicAccessBlockConfiguration",
  "Tags",
];

/** Reads the properties of a synthesized `AWS::S3::Bucket`; throws on any that this bucket would not honour. */
export const readBucketProperties = (properties: Fields): BucketSettings => {
  expectFields("AWS::S3::Bucket", properties, [
    ...withoutEffect,
    "CorsConfiguration",
    "LifecycleConfiguration",
    "VersioningConfiguration",
  ]);
  const cors = fieldsOf(properties["CorsConfiguration"]);
  const lifecycle = fieldsOf(properties["LifecycleConfiguration"]);
  return {
    keepsVersions: fieldsOf(properties["VersioningConfiguration"])?.["Status"] === "Enabled",
    cors: cors && listOf(cors["CorsRules"]).map(readCorsRule),
    lifecycle: lifecycle && listOf(lifecycle["Rules"]).map(readLifecycleRule),
  };
};

const readCorsRule = (rule: Fields): CorsRule => {
  expectFields("CorsRule", rule, [
    "Id",
    "AllowedOrigins",
    "AllowedMethods",
    "AllowedHeaders",
    "ExposedHeaders",
    "MaxAge",
  ]);
  const [id, age] = [rule["Id"], rule["MaxAge"]];
  return checkCorsRule({
    ...(typeof id === "string" ? { id } : {}),
    ...(age === undefined ? {} : { maxAgeSeconds: Number(age) }),
    allowedOrigins: textsOf(rule["AllowedOrigins"]),
    allowedMethods: textsOf(rule["AllowedMethods"]),
    allowedHeaders: textsOf(rule["AllowedHeaders"]),
    exposeHeaders: textsOf(rule["ExposedHeaders"]),
  });
};

const readLifecycleRule = (rule: Fields): LifecycleRule => {
  expectFields("lifecycle Rule", rule, [
    "Id",
    "Status",
    "Prefix",
    "AbortIncompleteMultipartUpload",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "NoncurrentVersionExpiration",
  ]);
  const abort = fieldsOf(rule["AbortIncompleteMultipartUpload"]);
  const noncurrent = fieldsOf(rule["NoncurrentVersionExpiration"]);
  if (noncurrent) expectFields("NoncurrentVersionExpiration", noncurrent, ["NoncurrentDays"]);
  return lifecycleRule({
    id: optionalText(rule["Id"]),
    isEnabled: rule["Status"] === "Enabled",
    prefix: optionalText(rule["Prefix"]),
    abortUploadsAfterDays: abort && checkDays(Number(abort["DaysAfterInitiation"])),
    expireAfterDays: rule["ExpirationInDays"] === undefined ? undefined : checkDays(Number(rule["ExpirationInDays"])),
    expireNoncurrentAfterDays: noncurrent && checkDays(Number(noncurrent["NoncurrentDays"])),
    expireLoneMarkers: rule["ExpiredObjectDeleteMarker"] === true ? true : undefined,
  });
};

const expectFields = (what: string, fields: Fields, known: readonly string[]): void => {
  const strange = Object.keys(fields).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`the embedded bucket does not imitate ${strange.join(", ")} of ${what}`);
};

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf).filter((one) => one !== undefined) : [];

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === "string") : [];

const optionalText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
