import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Assignment } from "../../core/assignment.ts";
import type { Deps } from "../deps.ts";
import { type AssignmentKey, assignmentFromRow, assignmentRowKey } from "./assignment-row.ts";

/** One conditional change of an assignment's row: the row after it, or undefined when the condition did not hold. */
export const assignmentUpdate =
  ({ table, config }: Pick<Deps, "table" | "config">) =>
  async (
    key: AssignmentKey,
    input: Omit<UpdateItemCommandInput, "TableName" | "Key">,
  ): Promise<Assignment | undefined> => {
    try {
      const { Attributes } = await table.send(
        new UpdateItemCommand({
          TableName: config.MAIN_TABLE,
          Key: assignmentRowKey(key),
          ReturnValues: "ALL_NEW",
          ...input,
        }),
      );
      return Attributes && assignmentFromRow(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return undefined;
    }
  };
