import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { EXPORT_STATES, type Export } from "../../core/export.ts";
import type { BundleCounts, BundleFile } from "../../core/formats/manifest.ts";
import type { ExportId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { idOf, J, jsonOf, oneOf, type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const key = (projectId: ProjectId, exportId: ExportId) => ({ pk: S(`PR#${projectId}`), sk: S(`EX#${exportId}`) });

type Asked = Omit<Export, "exportId" | "projectId" | "state" | "counts" | "files" | "manifestSha256" | "failure">;

const toRow = ({ projectId, exportId, state, ...asked }: Export): Row => ({
  ...key(projectId, exportId),
  projectId: S(projectId),
  exportId: S(exportId),
  state: S(state),
  asked: J(asked satisfies Asked),
});

const fromRow = (row: Row): Export => ({
  ...jsonOf<Asked>(row, "asked"),
  projectId: idOf<ProjectId>(row, "projectId"),
  exportId: idOf<ExportId>(row, "exportId"),
  state: oneOf(row, "state", EXPORT_STATES),
  ...(row["counts"] && { counts: jsonOf<BundleCounts>(row, "counts") }),
  ...(row["files"] && { files: jsonOf<readonly BundleFile[]>(row, "files") }),
  ...(row["manifestSha256"] && { manifestSha256: textOf(row, "manifestSha256") }),
  ...(row["failure"] && { failure: textOf(row, "failure") }),
});

export interface FinishedBundle {
  readonly counts: BundleCounts;
  readonly files: readonly BundleFile[];
  readonly manifestSha256: string;
}

/** Exports that were asked for. What each depends on is written once; only its state moves on. */
export const exportRecords = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  /** Moves an export that is not ready; whoever comes after it was made ready changes nothing. */
  const moveOn = async (
    projectId: ProjectId,
    exportId: ExportId,
    update: string,
    values: Readonly<Record<string, string>>,
  ): Promise<void> => {
    try {
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(projectId, exportId),
          ConditionExpression: "attribute_exists(pk) AND #state <> :ready",
          UpdateExpression: update,
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: {
            ":ready": S("ready"),
            ...Object.fromEntries(Object.entries(values).map(([name, text]) => [name, S(text)])),
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    /** Its id was made a moment ago: a row that is there is this one, by an attempt whose answer the SDK did not get. */
    async create(asked: Export): Promise<void> {
      await putOnce(table, TableName, toRow(asked));
    },

    async find(projectId: ProjectId, exportId: ExportId): Promise<Export | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, exportId), ConsistentRead: true }),
      );
      return Item && fromRow(Item);
    },

    /** All of a project, newest first. */
    async ofProject(projectId: ProjectId): Promise<readonly Export[]> {
      return (
        await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix: "EX#" }, { ScanIndexForward: false })
      ).map(fromRow);
    },

    /** Under way, for the first time or again after a failure. */
    markRunning: (projectId: ProjectId, exportId: ExportId): Promise<void> =>
      moveOn(projectId, exportId, "SET #state = :running REMOVE failure", { ":running": "running" }),

    /** `failure` is shown to the person who waits. */
    markFailed: (projectId: ProjectId, exportId: ExportId, failure: string): Promise<void> =>
      moveOn(projectId, exportId, "SET #state = :failed, failure = :failure", {
        ":failed": "failed",
        ":failure": failure,
      }),

    markReady: (
      projectId: ProjectId,
      exportId: ExportId,
      { counts, files, manifestSha256 }: FinishedBundle,
    ): Promise<void> =>
      moveOn(
        projectId,
        exportId,
        "SET #state = :ready, counts = :counts, files = :files, manifestSha256 = :sha REMOVE failure",
        { ":counts": JSON.stringify(counts), ":files": JSON.stringify(files), ":sha": manifestSha256 },
      ),
  };
};
