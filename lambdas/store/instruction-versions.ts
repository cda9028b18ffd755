import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { InstructionReason, InstructionVersion } from "../../core/instruction-version.ts";
import type { Localized } from "../../core/localized.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
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

/** A version never changes, so a process that has read it need not read it again. */
const known = new WeakMap<DynamoDBClient, Map<string, Localized>>();
const KNOWN_MAX = 50;

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
      const remembered = known.get(table) ?? new Map<string, Localized>();
      known.set(table, remembered);
      const name = `${projectId} ${version}`;
      const before = remembered.get(name);
      if (before) return before;
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, version), ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const text = jsonOf<Localized>(Item, "text");
      const [oldest] = remembered.keys();
      if (oldest && remembered.size >= KNOWN_MAX) remembered.delete(oldest);
      remembered.set(name, text);
      return text;
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
