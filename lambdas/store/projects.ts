import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import { type Instructions, PROJECT_STATES, type Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { instructionVersions } from "./instruction-versions.ts";
import { putOnce } from "./put-once.ts";
import { idOf, J, jsonOf, N, numberOf, oneOf, type Row, S } from "./row.ts";
import { INDEX } from "./table.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("META") });

/** Instructions above this lie in their version's row alone: every assign and submit reads this row, and pays by 4 KB. */
const INSTRUCTIONS_BYTES_MAX = 1024;

const isLong = ({ instructions }: Pick<Project, "instructions">): boolean =>
  Buffer.byteLength(JSON.stringify(instructions.text)) > INSTRUCTIONS_BYTES_MAX;

/** What conditions and other functions look at stands in attributes; the rest in one JSON text. */
const toRow = (project: Project): Row => {
  const { projectId, state, ver, epoch, ...all } = project;
  const { version } = project.instructions;
  const settings = isLong(project) ? { ...all, instructions: { version } } : all;
  return {
    ...key(projectId),
    ik: S("PRJ#ALL"),
    is: S(projectId),
    projectId: S(projectId),
    state: S(state),
    ver: N(ver),
    epoch: N(epoch),
    settings: J(settings),
  };
};

/** What rows say that were written before it could be chosen. */
const AT_FIRST: Pick<Project, "confidenceTarget" | "proposalsFirst"> = {
  confidenceTarget: "majority",
  proposalsFirst: true,
};

type Settings = Omit<Project, "projectId" | "state" | "ver" | "epoch" | "instructions"> & {
  readonly instructions: Pick<Instructions, "version"> & Partial<Instructions>;
};

const fromRow = (row: Row): Omit<Project, "instructions"> & Pick<Settings, "instructions"> => ({
  ...AT_FIRST,
  ...jsonOf<Settings>(row, "settings"),
  projectId: idOf<ProjectId>(row, "projectId"),
  state: oneOf(row, "state", PROJECT_STATES),
  ver: numberOf(row, "ver"),
  epoch: numberOf(row, "epoch"),
});

/** Projects: one row each, changed whole, by whoever read it last. */
export const projects = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const versions = instructionVersions({ table, config });

  /** Before the row that leaves them out. They are there already, unless the project is older than such rows. */
  const keepInstructions = async (project: Project): Promise<void> => {
    const { projectId, instructions, createdAtMs } = project;
    if (isLong(project)) await versions.put(projectId, { ...instructions, from: 0, atMs: createdAtMs });
  };

  return {
    /** Read strongly: assign and submit decide by it. */
    async find(projectId: ProjectId): Promise<Project | undefined> {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
      if (!Item) return undefined;
      const { instructions, ...project } = fromRow(Item);
      const { version } = instructions;
      const text = instructions.text ?? (await versions.text(projectId, version));
      if (!text) throw new Error(`project ${projectId}: its instructions ${version} are missing`);
      return { ...project, instructions: { ...instructions, text } };
    },

    /** Its id was made a moment ago: a row that is there is this one, by an attempt whose answer the SDK did not get. */
    async create(project: Project): Promise<void> {
      await keepInstructions(project);
      await putOnce(table, TableName, toRow(project));
    },

    /** Writes the next version of the row, if it is still the one that was read. */
    async replace(project: Project, readVer: number): Promise<"replaced" | "changed-meanwhile"> {
      await keepInstructions(project);
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow({ ...project, ver: readVer + 1 }),
            ConditionExpression: "ver = :read",
            ExpressionAttributeValues: { ":read": N(readVer) },
          }),
        );
        return "replaced";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "changed-meanwhile";
      }
    },

    /** Ids of all projects, for schedules and the operator. A new one may be missing for a moment. */
    async ids(): Promise<readonly ProjectId[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          IndexName: INDEX.inverted.name,
          KeyConditionExpression: "ik = :all",
          ExpressionAttributeValues: { ":all": S("PRJ#ALL") },
        },
      );
      const ids: ProjectId[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map((row) => idOf<ProjectId>(row, "is")));
      return ids;
    },
  };
};
