import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import type { Payout } from "../../core/my-work/payout.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, type Row, S } from "./row.ts";

const personPk = (personId: AnnotatorId) => S(`PAY#${personId}`);
const key = ({ personId, projectId, payoutId }: Pick<Payout, "personId" | "projectId" | "payoutId">) => ({
  pk: personPk(personId),
  sk: S(`PO#${projectId}#${payoutId}`),
});

const fromRow = (row: Row): Payout => jsonOf<Payout>(row, "payout");

/** What vendors say was paid, under whom they paid. Append-only: nothing here changes or removes a row. */
export const payouts = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const startingWith = async (personId: AnnotatorId, prefix: string): Promise<readonly Payout[]> => {
    const pages = paginateQuery(
      { client: table },
      {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": personPk(personId), ":prefix": S(prefix) },
      },
    );
    const found: Payout[] = [];
    for await (const { Items = [] } of pages) found.push(...Items.map(fromRow));
    return found;
  };
  return {
    /** Under the id that the page made: sent twice it is there once. Gives the one that stands. */
    async record(payout: Payout): Promise<Payout> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(payout), payout: J(payout) },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return payout;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return fromRow(error.Item);
      }
    },

    /** All that a person was paid, by project, in the order in which it was told. */
    ofPerson: (personId: AnnotatorId): Promise<readonly Payout[]> => startingWith(personId, "PO#"),

    /** What she was paid in one project, in the order in which it was told. */
    ofMember: (personId: AnnotatorId, projectId: ProjectId): Promise<readonly Payout[]> =>
      startingWith(personId, `PO#${projectId}#`),
  };
};
