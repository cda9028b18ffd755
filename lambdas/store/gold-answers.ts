import { GetItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { annotationContent, annotationFromRow, type StoredAnnotation } from "./annotations.ts";
import { annotatorPk } from "./assignment-row.ts";
import { putOnce } from "./put-once.ts";
import { type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";
import { INDEX } from "./table.ts";

/** Rows read at once. */
const AT_ONCE = 25;

interface Handed {
  readonly itemId: ItemId;
  readonly round: number;
  readonly annotatorId: AnnotatorId;
  readonly assignmentId: AssignmentId;
}

const pad = (number: number): string => String(number).padStart(4, "0");
const ofProject = (projectId: ProjectId): string => `GA#${projectId}#`;
const ofAssigned = (projectId: ProjectId, { itemId, round, assignmentId }: Handed): string =>
  `${ofProject(projectId)}${itemId}#${pad(round)}#${assignmentId}#`;

const toRow = (projectId: ProjectId, annotation: StoredAnnotation): Row => {
  const { itemId, round, annotatorId, assignmentId, revision } = annotation;
  return {
    pk: annotatorPk(annotatorId),
    sk: S(`${ofAssigned(projectId, annotation)}${pad(revision)}`),
    ik: S(`GA#${projectId}`),
    is: S(`${itemId}#${pad(round)}#${annotatorId}#${assignmentId}#${pad(revision)}`),
    ...annotationContent(annotation),
  };
};

/**
 * What was said of gold: rows under the annotator, away from the item, so that no decision, count or export meets them.
 * The assignment is in the key: two tabs that were handed the same gold at once each have their answer taken.
 */
export const goldAnswers = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Write-once, like every annotation. */
    async put(
      projectId: ProjectId,
      annotation: StoredAnnotation,
    ): Promise<{ readonly state: "stored" } | { readonly state: "there-already"; readonly found: StoredAnnotation }> {
      const { state, stands } = await putOnce(table, TableName, toRow(projectId, annotation));
      return state === "put" ? { state: "stored" } : { state: "there-already", found: annotationFromRow(stands) };
    },

    /** What she said of one item of an assignment: all revisions, oldest first. */
    async ofAssigned(projectId: ProjectId, handed: Handed): Promise<readonly StoredAnnotation[]> {
      const pk = annotatorPk(handed.annotatorId);
      return (await rowsUnder(table, { TableName, pk, prefix: ofAssigned(projectId, handed) })).map(annotationFromRow);
    },

    /** All of one person in a project. */
    async ofPerson(annotatorId: AnnotatorId, projectId: ProjectId): Promise<readonly StoredAnnotation[]> {
      const under = { TableName, pk: annotatorPk(annotatorId), prefix: ofProject(projectId) };
      return (await rowsUnder(table, under)).map(annotationFromRow);
    },

    /** What was said of an item in a round, by everybody, or by as many as are read at most. The index may lag. */
    async ofItem(
      projectId: ProjectId,
      { itemId, round }: Pick<Handed, "itemId" | "round">,
      { atMost = 1_000 }: { readonly atMost?: number } = {},
    ): Promise<readonly StoredAnnotation[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          IndexName: INDEX.inverted.name,
          KeyConditionExpression: "ik = :ik AND begins_with(#is, :item)",
          ExpressionAttributeNames: { "#is": "is" },
          ExpressionAttributeValues: { ":ik": S(`GA#${projectId}`), ":item": S(`${itemId}#${pad(round)}#`) },
        },
      );
      const found: StoredAnnotation[] = [];
      for await (const { Items = [] } of pages) {
        const rows = await inParallel(Items.slice(0, atMost - found.length), AT_ONCE, async (row) => {
          const Key = { pk: S(textOf(row, "pk")), sk: S(textOf(row, "sk")) };
          const { Item } = await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
          return Item ? [annotationFromRow(Item)] : [];
        });
        found.push(...rows.flat());
        if (found.length >= atMost) break;
      }
      return found;
    },
  };
};
