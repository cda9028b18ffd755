import type { RefusalCode } from "../core/refusal.ts";

/** What a call may end in, other than an answer. `internal` is a fault on the other side. */
export type ProblemCode = RefusalCode | "offline" | "timeout" | "internal" | "wrong-sign-in" | "name-unknown";

export interface ProblemDetail {
  readonly field?: string | undefined;
  readonly value?: string | undefined;
  readonly allowed?: string | undefined;
  readonly status?: number | undefined;
}

/** A call that did not give its answer, with a code the page has words for (i18n keys `problem.*`). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: ProblemDetail;

  constructor(code: ProblemCode, message: string, detail: ProblemDetail = {}) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
  }
}

const KNOWN: Readonly<Record<ProblemCode, true>> = {
  "bad-request": true,
  "too-large": true,
  "not-signed-in": true,
  "not-allowed": true,
  "not-found": true,
  conflict: true,
  "project-not-open": true,
  "project-closed": true,
  "invitation-spent": true,
  "name-taken": true,
  "password-refused": true,
  "slow-down": true,
  offline: true,
  timeout: true,
  internal: true,
  "wrong-sign-in": true,
  "name-unknown": true,
};

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(KNOWN, text);

/** Whatever was thrown, as a problem: what nobody foresaw is a fault of the page. */
export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem("internal", thrown instanceof Error ? thrown.message : String(thrown));

/** True when the same call may succeed later without anybody changing it. */
export const mayPass = ({ code, detail }: Problem): boolean =>
  code === "offline" || code === "timeout" || code === "slow-down" || (code === "internal" && detail.status !== 501);
