/** Branded ids: parsed once at the edge (lambdas/api), so that a project's id cannot stand where an item's is wanted. */
type Brand<Name extends string> = string & { readonly __brand: Name };

/** 8 to 26 characters of [a-z0-9]; stands in queue names, so lower case and short. */
export type ProjectId = Brand<"ProjectId">;
/** 20 characters of base32 (a-z2-7): the first 100 bits of sha256(project | key). */
export type ItemId = Brand<"ItemId">;
/** The sign-in service's `sub` (a random UUID). The only name that annotations, claims and pay know a person by. */
export type AnnotatorId = Brand<"AnnotatorId">;
/** A ULID: sorts by time of creation. Also the token of the claims that the assignment holds. */
export type AssignmentId = Brand<"AssignmentId">;
/** Stable for ever: never reused, never renamed (the names of a label change, its id does not). */
export type LabelId = Brand<"LabelId">;
export type ExportId = Brand<"ExportId">;

const parser =
  <Id extends string>(pattern: RegExp) =>
  (text: string): Id | undefined =>
    pattern.test(text) ? (text as Id) : undefined;

export const PROJECT_ID_PATTERN = /^[a-z0-9]{8,26}$/;
export const ITEM_ID_PATTERN = /^[a-z2-7]{20}$/;
export const ANNOTATOR_ID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const ULID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/;
export const LABEL_ID_PATTERN = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** Each gives the id, or undefined for text that is not one. */
export const parseProjectId = parser<ProjectId>(PROJECT_ID_PATTERN);
export const parseItemId = parser<ItemId>(ITEM_ID_PATTERN);
export const parseAnnotatorId = parser<AnnotatorId>(ANNOTATOR_ID_PATTERN);
export const parseAssignmentId = parser<AssignmentId>(ULID_PATTERN);
export const parseLabelId = parser<LabelId>(LABEL_ID_PATTERN);
export const parseExportId = parser<ExportId>(ULID_PATTERN);
