/** Why a file or a line never became an item that can be labelled. The page translates the code; the message is the finding. */
export const REJECTION_CODES = [
  "empty",
  "too_large",
  "not_this_media",
  "broken",
  "too_many_pixels",
  "too_long",
  "bad_name",
  "turned_webp",
  "system_file",
  "not_found",
  "bad_manifest_line",
  "more_bad_manifest_lines",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Rejection {
  readonly code: RejectionCode;
  /** In English, lower case, for the vendor: what was found, and what is allowed. */
  readonly message: string;
}

export const reject = (code: RejectionCode, message: string): Rejection => ({ code, message });
