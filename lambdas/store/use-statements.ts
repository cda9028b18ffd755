import type { ProjectId } from "../../core/ids.ts";
import type { UseStatement } from "../../core/my-work/use-statement.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { J, jsonOf, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const key = (projectId: ProjectId, useId: string) => ({ pk: S(`PR#${projectId}`), sk: S(`US#${useId}`) });

/** What vendors say labels were used for. Written once. */
export const useStatements = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Under the id that the page made: sent twice it is there once. Gives the one that stands. */
    async state(statement: UseStatement): Promise<UseStatement> {
      const { stands } = await putOnce(table, TableName, {
        ...key(statement.projectId, statement.useId),
        use: J(statement),
      });
      return jsonOf<UseStatement>(stands, "use");
    },

    /** Of a project, newest first. */
    async ofProject(projectId: ProjectId): Promise<readonly UseStatement[]> {
      return (
        await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix: "US#" }, { ScanIndexForward: false })
      ).map((row) => jsonOf<UseStatement>(row, "use"));
    },
  };
};
