import {
  type Json,
  numberAt,
  onlyKeys,
  optionalNumberAt,
  optionalTextAt,
  recordAt,
  textsAt,
} from "../template/json.ts";

/** What a pool of the template says that matters here. */
export interface PoolSettings {
  readonly caseSensitive: boolean;
  readonly passwordPolicy: PasswordPolicy;
}

export interface PasswordPolicy {
  readonly minLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
  readonly temporaryDays: number;
}

export interface ClientSettings {
  readonly passwordFlow: boolean;
  readonly refreshFlow: boolean;
  /** False tells a caller that a user does not exist, as Cognito does unless told otherwise. */
  readonly hidesStrangers: boolean;
  readonly accessMs: number;
  readonly idMs: number;
  readonly refreshMs: number;
  readonly sessionMs: number;
}

/** About mail, telephones and the like: nothing here sends any, so these settings have nothing to change. */
const WITHOUT_EFFECT = [
  "AccountRecoverySetting",
  "AutoVerifiedAttributes",
  "DeletionProtection",
  "EmailVerificationMessage",
  "EmailVerificationSubject",
  "EnabledMfas",
  "SmsVerificationMessage",
  "UserPoolName",
  "UserPoolTags",
  "UserPoolTier",
  "VerificationMessageTemplate",
];

const ACTED_ON = ["AdminCreateUserConfig", "MfaConfiguration", "Policies", "UsernameConfiguration"];

/** Reads the properties of an `AWS::Cognito::UserPool`; throws on what the embedded sign-in would have to ignore. */
export const readPool = (properties: Json, path: string): PoolSettings => {
  onlyKeys(properties, [...ACTED_ON, ...WITHOUT_EFFECT], path);
  const creation =
    properties["AdminCreateUserConfig"] === undefined ? {} : recordAt(properties, "AdminCreateUserConfig", path);
  onlyKeys(creation, ["AllowAdminCreateUserOnly"], `${path}.AdminCreateUserConfig`);
  if (!flag(creation, "AllowAdminCreateUserOnly"))
    throw new Error(`${path}: the embedded sign-in has no sign-up; AllowAdminCreateUserOnly must be true`);
  if (optionalTextAt(properties, "MfaConfiguration", path) === "ON")
    throw new Error(`${path}: the embedded sign-in has no second factor; MfaConfiguration must be OFF or OPTIONAL`);
  const names =
    properties["UsernameConfiguration"] === undefined ? {} : recordAt(properties, "UsernameConfiguration", path);
  const policies = properties["Policies"] === undefined ? {} : recordAt(properties, "Policies", path);
  onlyKeys(policies, ["PasswordPolicy"], `${path}.Policies`);
  return {
    caseSensitive: names["CaseSensitive"] === undefined || flag(names, "CaseSensitive"),
    passwordPolicy: readPolicy(policies, `${path}.Policies`),
  };
};

/** Cognito's own, when a pool has none. */
const STANDARD_POLICY: PasswordPolicy = {
  minLength: 8,
  lowercase: true,
  uppercase: true,
  numbers: true,
  symbols: true,
  temporaryDays: 7,
};

const readPolicy = (policies: Json, path: string): PasswordPolicy => {
  if (policies["PasswordPolicy"] === undefined) return STANDARD_POLICY;
  const policy = recordAt(policies, "PasswordPolicy", path);
  const requirements = ["RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"];
  onlyKeys(policy, ["MinimumLength", "TemporaryPasswordValidityDays", ...requirements], `${path}.PasswordPolicy`);
  return {
    minLength: optionalNumberAt(policy, "MinimumLength", path) ?? STANDARD_POLICY.minLength,
    lowercase: flag(policy, "RequireLowercase"),
    uppercase: flag(policy, "RequireUppercase"),
    numbers: flag(policy, "RequireNumbers"),
    symbols: flag(policy, "RequireSymbols"),
    temporaryDays: optionalNumberAt(policy, "TemporaryPasswordValidityDays", path) ?? STANDARD_POLICY.temporaryDays,
  };
};

const CLIENT_KEYS = [
  "AccessTokenValidity",
  "AllowedOAuthFlowsUserPoolClient",
  "AuthSessionValidity",
  "ClientName",
  "EnableTokenRevocation",
  "ExplicitAuthFlows",
  "GenerateSecret",
  "IdTokenValidity",
  "PreventUserExistenceErrors",
  "RefreshTokenValidity",
  "SupportedIdentityProviders",
  "TokenValidityUnits",
  "UserPoolId",
];

/** Reads the properties of an `AWS::Cognito::UserPoolClient`: a public one, for the page, with passwords. */
export const readClient = (properties: Json, path: string): ClientSettings => {
  onlyKeys(properties, CLIENT_KEYS, path);
  for (const name of ["GenerateSecret", "AllowedOAuthFlowsUserPoolClient"])
    if (flag(properties, name)) throw new Error(`${path}: the embedded sign-in does not imitate ${name}`);
  if (properties["EnableTokenRevocation"] !== undefined && !flag(properties, "EnableTokenRevocation"))
    throw new Error(`${path}: the embedded sign-in can always revoke tokens; EnableTokenRevocation must be true`);
  const flows = textsAt(properties, "ExplicitAuthFlows", path);
  const unknown = flows.filter((flow) => !KNOWN_FLOWS.includes(flow));
  if (unknown.length > 0) throw new Error(`${path}: the embedded sign-in does not imitate ${unknown.join(", ")}`);
  return {
    passwordFlow: flows.includes("ALLOW_USER_PASSWORD_AUTH"),
    refreshFlow: flows.includes("ALLOW_REFRESH_TOKEN_AUTH"),
    hidesStrangers: optionalTextAt(properties, "PreventUserExistenceErrors", path) === "ENABLED",
    accessMs: validity(properties, "AccessToken", "hours", 1, path),
    idMs: validity(properties, "IdToken", "hours", 1, path),
    refreshMs: validity(properties, "RefreshToken", "days", 30, path),
    sessionMs: (optionalNumberAt(properties, "AuthSessionValidity", path) ?? 3) * UNIT_MS.minutes,
  };
};

const KNOWN_FLOWS: readonly string[] = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

const UNIT_MS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const isUnit = (unit: string): unit is keyof typeof UNIT_MS => Object.hasOwn(UNIT_MS, unit);

/** A validity without a unit is in hours for access and identity, in days for refresh. */
const validity = (properties: Json, token: string, usual: string, otherwise: number, path: string): number => {
  const units = properties["TokenValidityUnits"] === undefined ? {} : recordAt(properties, "TokenValidityUnits", path);
  const unit = optionalTextAt(units, token, `${path}.TokenValidityUnits`) ?? usual;
  if (!isUnit(unit)) throw new Error(`${path}.TokenValidityUnits.${token}: ${unit} is no unit of time`);
  const name = `${token}Validity`;
  return properties[name] === undefined
    ? otherwise * UNIT_MS[isUnit(usual) ? usual : "hours"]
    : numberAt(properties, name, path) * UNIT_MS[unit];
};

/** Templates write booleans as booleans or as text; absent is false. */
const flag = (owner: Json, key: string): boolean => owner[key] === true || owner[key] === "true";
