/** Why a signature was not accepted, by the code that S3 answers with; JSON services say it with `jsonDenial`. */
export type DenialCode =
  | "AccessDenied"
  | "AuthorizationHeaderMalformed"
  | "AuthorizationQueryParametersError"
  | "InvalidAccessKeyId"
  | "InvalidArgument"
  | "InvalidRequest"
  | "InvalidToken"
  | "InvalidURI"
  | "MissingAuthenticationToken"
  | "RequestTimeTooSkewed"
  | "SignatureDoesNotMatch"
  | "XAmzContentSHA256Mismatch";

export interface Denial {
  readonly state: "denied";
  readonly code: DenialCode;
  /** HTTP status that S3 sends with the code. */
  readonly status: 400 | 403;
  readonly message: string;
  /** What was signed here, as AWS shows it with `SignatureDoesNotMatch`: the caller compares it with its own. */
  readonly stringToSign?: string;
  readonly canonicalRequest?: string;
}

const badRequests: readonly DenialCode[] = [
  "AuthorizationHeaderMalformed",
  "AuthorizationQueryParametersError",
  "InvalidArgument",
  "InvalidRequest",
  "InvalidToken",
  "InvalidURI",
  "XAmzContentSHA256Mismatch",
];

export const deny = (code: DenialCode, message: string): Denial => ({
  state: "denied",
  code,
  status: badRequests.includes(code) ? 400 : 403,
  message,
});

const jsonTypes: Partial<Record<DenialCode, string>> = {
  AccessDenied: "AccessDeniedException",
  InvalidAccessKeyId: "UnrecognizedClientException",
  InvalidToken: "UnrecognizedClientException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  AuthorizationHeaderMalformed: "IncompleteSignatureException",
};

/**
 * The same denial as the JSON services (DynamoDB, SQS, Cognito) put it; their status is always 400.
 * A clock out of step and a wrong body are both `InvalidSignatureException` there.
 */
export const jsonDenial = (
  denial: Denial,
): { readonly status: 400; readonly type: string; readonly message: string } => ({
  status: 400,
  type: `com.amazon.coral.service#${jsonTypes[denial.code] ?? "InvalidSignatureException"}`,
  message: denial.message,
});
