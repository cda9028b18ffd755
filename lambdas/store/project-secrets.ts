import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { S, textOf } from "./row.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("SECRET") });

/**
 * What pseudonyms are keyed with: 32 random bytes a project, made when first wanted, then never changed. Whoever lacks
 * it cannot try out which pseudonym belongs to which person.
 */
export const projectSecrets = ({ table, config, newSecret }: Pick<Deps, "table" | "config" | "newSecret">) => {
  const TableName = config.MAIN_TABLE;
  const find = async (projectId: ProjectId): Promise<string | undefined> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
    return Item && textOf(Item, "secret");
  };
  return {
    /** The project's secret; of two that make it at once, the first to write it wins. */
    async ofProject(projectId: ProjectId): Promise<string> {
      const found = await find(projectId);
      if (found) return found;
      const { stands } = await putOnce(table, TableName, { ...key(projectId), secret: S(newSecret()) });
      return textOf(stands, "secret");
    },
  };
};
