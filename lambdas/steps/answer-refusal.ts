import type { RefusalCode, RefusalDetail } from "../../core/refusal.ts";

/** Why one answer of a submit was refused; its neighbours go their own way. Fields are within the answer. */
export interface AnswerRefusal extends RefusalDetail {
  readonly code: RefusalCode;
  readonly message: string;
}

export interface RefusedAnswer {
  readonly state: "refused";
  readonly refusal: AnswerRefusal;
}

export const refused = (code: RefusalCode, message: string, detail: RefusalDetail): RefusedAnswer => ({
  state: "refused",
  refusal: { code, message, ...detail },
});
