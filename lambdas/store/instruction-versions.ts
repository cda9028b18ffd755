import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { InstructionReason, InstructionVersion } from "../../core/instruction-version.ts";
import type { Localized } from "../../core/localized.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { remembered } from "./remembered.ts";
import { J, jsonOf, N, numberOf, type Row, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const key = (projectId: ProjectId, version: number) => ({
  pk: S(`PR#${projectId}`),
  sk: S(`IV#${String(version).padStart(4, "0")}`),
});

const outlineFrom = (row: Row): Omit<InstructionVersion, "text"> => ({
  version: numberOf(row, "version"),
  from: numberOf(row, "from"),
  atMs: numberOf(row, "atMs"),
  ...(row["because"] && { because: jsonOf<InstructionReason>(row, "because") }),
});

const known = remembered<Localized>();

/** What instructions said at each time. Projects from before these rows have only what was published since. */
export const instructionVersions = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const rows = (projectId: ProjectId, names: readonly string[]): Promise<readonly Row[]> =>
    rowsUnder(
      table,
      { TableName, pk: S(`PR#${projectId}`), prefix: "IV#" },
      {
        ProjectionExpression: ["pk", "sk", ...names].map((name) => `#${name}`).join(", "),
        ExpressionAttributeNames: Object.fromEntries(["pk", "sk", ...names].map((name) => [`#${name}`, name])),
      },
    );
  const OUTLINE = ["version", "from", "atMs", "because"] as const;
  return {
    /** Every version ever written, oldest first, those included that no project came to point to. */
    async all(projectId: ProjectId): Promise<readonly InstructionVersion[]> {
      const found = await rows(projectId, [...OUTLINE, "text"]);
      return found.map((row) => ({ ...outlineFrom(row), text: jsonOf<Localized>(row, "text") }));
    },

    /** What one version says; undefined where none was written. */
    async text(projectId: ProjectId, version: number): Promise<Localized | undefined> {
      return known(table, `${projectId} ${version}`, async () => {
        const { Item } = await table.send(
          new GetItemCommand({ TableName, Key: key(projectId, version), ConsistentRead: true }),
        );
        return Item && jsonOf<Localized>(Item, "text");
      });
    },

    /** The same without what they say. */
    async outlines(projectId: ProjectId): Promise<readonly Omit<InstructionVersion, "text">[]> {
      return (await rows(projectId, OUTLINE)).map(outlineFrom);
    },

    /** Once: what a version says never changes. */
    async put(
      projectId: ProjectId,
      { version, from, text, atMs, because }: InstructionVersion,
    ): Promise<"put" | "version-taken"> {
      const row = {
        ...key(projectId, version),
        version: N(version),
        from: N(from),
        text: J(text),
        atMs: N(atMs),
        ...(because && { because: J(because) }),
      };
      return (await putOnce(table, TableName, row)).state === "put" ? "put" : "version-taken";
    },
  };
};
