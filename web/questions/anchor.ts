import type { BodyOf } from "../../lambdas/endpoints.ts";

/** What a question is about, as it travels. */
export type AnchorShape = BodyOf<"openThread">["anchor"];
