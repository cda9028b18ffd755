import type { Assembly } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { isRecord, numberAt, onlyKeys, recordAt, recordsAt, textAt } from "../template/json.ts";
import { type LocalOrigins, withLocalOrigins } from "./local-origins.ts";
import { resourcesOf } from "./resource-types.ts";

/**
 * The headers that CloudFront adds to every answer, with this machine's origins in them, so that what the content
 * security policy breaks in AWS breaks here. Strict transport security is left out where there is no TLS, and where the
 * certificate is the folder's own: a strict browser would let nobody past its warning.
 */
export const responseHeaders = (
  assembly: Assembly,
  resolver: Resolver,
  { origins, isStrict }: { readonly origins: LocalOrigins; readonly isStrict: boolean },
): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  for (const resource of resourcesOf(assembly, "AWS::CloudFront::ResponseHeadersPolicy")) {
    const path = resource.id;
    const config = recordAt(resolver.properties(resource), "ResponseHeadersPolicyConfig", path);
    onlyKeys(config, ["Comment", "CustomHeadersConfig", "Name", "RemoveHeadersConfig", "SecurityHeadersConfig"], path);
    const security = isRecord(config["SecurityHeadersConfig"]) ? config["SecurityHeadersConfig"] : {};
    onlyKeys(security, SECURITY_KEYS, path);
    if (isRecord(security["ContentSecurityPolicy"]))
      headers["content-security-policy"] = withLocalOrigins(
        textAt(security["ContentSecurityPolicy"], "ContentSecurityPolicy", path),
        origins,
      );
    if (security["ContentTypeOptions"] !== undefined) headers["x-content-type-options"] = "nosniff";
    if (isRecord(security["FrameOptions"]))
      headers["x-frame-options"] = textAt(security["FrameOptions"], "FrameOption", path);
    if (isRecord(security["ReferrerPolicy"]))
      headers["referrer-policy"] = textAt(security["ReferrerPolicy"], "ReferrerPolicy", path);
    const strict = security["StrictTransportSecurity"];
    if (isStrict && isRecord(strict))
      headers["strict-transport-security"] = `max-age=${numberAt(strict, "AccessControlMaxAgeSec", path)}`;
    const custom = isRecord(config["CustomHeadersConfig"]) ? config["CustomHeadersConfig"] : {};
    for (const one of recordsAt(custom, "Items", path))
      headers[textAt(one, "Header", path).toLowerCase()] = textAt(one, "Value", path);
  }
  return headers;
};

const SECURITY_KEYS = [
  "ContentSecurityPolicy",
  "ContentTypeOptions",
  "FrameOptions",
  "ReferrerPolicy",
  "StrictTransportSecurity",
];
