/**
 * Why a well-formed program says no. A closed union: `lambdas/http.ts` maps each code to a status, so a new code does
 * not compile until it has one. A stranger and a missing object get the same `not-found`: nobody learns what exists.
 */
export type RefusalCode =
  | "bad-request"
  | "too-large"
  | "not-signed-in"
  | "not-allowed"
  | "not-found"
  | "conflict"
  | "project-not-open"
  | "project-closed"
  | "invitation-spent"
  | "name-taken"
  | "password-refused"
  | "slow-down";

/** The part of a request that was refused, in words for the person who must act. */
export interface RefusalDetail {
  /** Path of the field, e.g. `body.overlap.max`. */
  readonly field?: string;
  /** The value that came, shortened. Never a password, a token or a secret. */
  readonly value?: string;
  /** What is allowed instead. */
  readonly allowed?: string;
}

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;

  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.detail = detail;
  }
}

export const refuse = (code: RefusalCode, message: string, detail?: RefusalDetail): Refusal =>
  new Refusal(code, message, detail);
