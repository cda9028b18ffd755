import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ItemId, ProjectId } from "../../core/ids.ts";
import { bucketOf } from "../../core/item.ts";
import { S } from "./row.ts";

type Key = { readonly pk: AttributeValue; readonly sk: AttributeValue };

export const bucketPk = (projectId: ProjectId, bucket: string): AttributeValue => S(`P#${projectId}#${bucket}`);

const pad = (number: number): string => String(number).padStart(4, "0");

/**
 * All rows of one item lie together: `#A` the header, `#B` annotations by round · annotator · revision, `#D` details,
 * `#T` its text, `#V` reviews, `#X` what manifests said of it. One Query from `#A` to `#C` is the header with every annotation.
 */
export const itemKey = (projectId: ProjectId, itemId: ItemId, rest: string): Key => ({
  pk: bucketPk(projectId, bucketOf(itemId)),
  sk: S(`${itemId}#${rest}`),
});

export const headerKey = (projectId: ProjectId, itemId: ItemId): Key => itemKey(projectId, itemId, "A");

/** Sorts by round, then by annotator, then by revision: the last of an annotator is her current one. */
export const annotationKey = (
  projectId: ProjectId,
  itemId: ItemId,
  {
    round,
    annotatorId,
    revision,
  }: { readonly round: number; readonly annotatorId: AnnotatorId; readonly revision: number },
): Key => itemKey(projectId, itemId, `B#${pad(round)}#${annotatorId}#${pad(revision)}`);

/** Bounds of the Query that reads a header and all its annotations. */
export const withAnnotations = (itemId: ItemId): { readonly from: AttributeValue; readonly to: AttributeValue } => ({
  from: S(`${itemId}#A`),
  to: S(`${itemId}#C`),
});

export const isHeaderSk = (sk: string): boolean => sk.endsWith("#A");
export const isAnnotationSk = (sk: string): boolean => sk.slice(20, 23) === "#B#";
export const isExtraSk = (sk: string): boolean => sk.slice(20, 23) === "#X#";
export const isReviewSk = (sk: string): boolean => sk.slice(20, 23) === "#V#";
