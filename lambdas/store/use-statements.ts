import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { UseStatement } from "../../core/my-work/use-statement.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, S } from "./row.ts";

const key = (projectId: ProjectId, useId: string) => ({ pk: S(`PR#${projectId}`), sk: S(`US#${useId}`) });

/** What vendors say labels were used for. Written once. */
export const useStatements = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Under the id that the page made: sent twice it is there once. Gives the one that stands. */
    async state(statement: UseStatement): Promise<UseStatement> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(statement.projectId, statement.useId), use: J(statement) },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return statement;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return jsonOf<UseStatement>(error.Item, "use");
      }
    },

    /** Of a project, newest first. */
    async ofProject(projectId: ProjectId): Promise<readonly UseStatement[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          ConsistentRead: true,
          ScanIndexForward: false,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :us)",
          ExpressionAttributeValues: { ":pk": S(`PR#${projectId}`), ":us": S("US#") },
        },
      );
      const found: UseStatement[] = [];
      for await (const { Items = [] } of pages) found.push(...Items.map((row) => jsonOf<UseStatement>(row, "use")));
      return found;
    },
  };
};
