import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { Annotation, Answer } from "../../core/annotation.ts";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { annotationKey } from "./item-keys.ts";
import { B, flagOf, idOf, J, jsonOf, N, numberOf, type Row, S, textOf } from "./row.ts";

/** An annotation as its row holds it: a small answer inside, a large one by the hash under which the bucket has it. */
export type StoredAnnotation = Omit<Annotation, "answer"> &
  ({ readonly answer: Answer } | { readonly answerSha256: string; readonly answerBytes: number });

/** What a row says of an annotation, beside its keys. */
export const annotationContent = (annotation: StoredAnnotation): Row => ({
  itemId: S(annotation.itemId),
  round: N(annotation.round),
  annotatorId: S(annotation.annotatorId),
  revision: N(annotation.revision),
  submissionId: S(annotation.submissionId),
  assignmentId: S(annotation.assignmentId),
  ontologyVersion: N(annotation.ontologyVersion),
  ...(annotation.instructionsVersion !== undefined && { instructionsVersion: N(annotation.instructionsVersion) }),
  acceptedAtMs: N(annotation.acceptedAtMs),
  late: B(annotation.late),
  counted: B(annotation.counted),
  ...("answer" in annotation
    ? { answer: J(annotation.answer) }
    : { answerSha256: S(annotation.answerSha256), answerBytes: N(annotation.answerBytes) }),
});

const toRow = (projectId: ProjectId, annotation: StoredAnnotation): Row => ({
  ...annotationKey(projectId, annotation.itemId, annotation),
  ...annotationContent(annotation),
});

export const annotationFromRow = (row: Row): StoredAnnotation => ({
  itemId: idOf<ItemId>(row, "itemId"),
  round: numberOf(row, "round"),
  annotatorId: idOf<AnnotatorId>(row, "annotatorId"),
  revision: numberOf(row, "revision"),
  submissionId: textOf(row, "submissionId"),
  assignmentId: idOf<AssignmentId>(row, "assignmentId"),
  ontologyVersion: numberOf(row, "ontologyVersion"),
  ...(row["instructionsVersion"] && { instructionsVersion: numberOf(row, "instructionsVersion") }),
  acceptedAtMs: numberOf(row, "acceptedAtMs"),
  late: flagOf(row, "late"),
  counted: flagOf(row, "counted"),
  ...(row["answer"]
    ? { answer: jsonOf<Answer>(row, "answer") }
    : { answerSha256: textOf(row, "answerSha256"), answerBytes: numberOf(row, "answerBytes") }),
});

/** Annotations are write-once: a row is put only where none is. What was said stays said. */
export const annotations = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  /** On `there-already` the row that is there comes back: the same submission again, or somebody's other tab. */
  async put(
    projectId: ProjectId,
    annotation: StoredAnnotation,
  ): Promise<{ readonly state: "stored" } | { readonly state: "there-already"; readonly found: StoredAnnotation }> {
    try {
      await table.send(
        new PutItemCommand({
          TableName: config.MAIN_TABLE,
          Item: toRow(projectId, annotation),
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return { state: "stored" };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return { state: "there-already", found: annotationFromRow(error.Item) };
    }
  },

  /** What one person said of an item in one round: all revisions, oldest first. */
  async ofAnnotator(
    projectId: ProjectId,
    itemId: ItemId,
    round: number,
    annotatorId: AnnotatorId,
  ): Promise<readonly StoredAnnotation[]> {
    const { pk, sk } = annotationKey(projectId, itemId, { round, annotatorId, revision: 0 });
    const pages = paginateQuery(
      { client: table },
      {
        TableName: config.MAIN_TABLE,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": S((sk.S ?? "").slice(0, -4)) },
      },
    );
    const found: StoredAnnotation[] = [];
    for await (const { Items = [] } of pages) found.push(...Items.map(annotationFromRow));
    return found;
  },
});
