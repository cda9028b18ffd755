import type { ProjectId } from "../ids.ts";
import type { Localized } from "../localized.ts";

/** What the vendor says the labels were used for, with the day it was said. Never changed: another one may follow. */
export interface UseStatement {
  /** A ULID, made by the page: the same one again is the same statement again. */
  readonly useId: string;
  readonly projectId: ProjectId;
  readonly text: Localized;
  readonly statedAtMs: number;
}
