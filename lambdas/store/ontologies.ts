import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { Ontology } from "../../core/ontology.ts";
import { begunVersion } from "../../core/ontology-change/next-version.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { remembered } from "./remembered.ts";
import { J, jsonOf, type Row, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const key = (projectId: ProjectId, version: number) => ({
  pk: S(`PR#${projectId}`),
  sk: S(`OV#${String(version).padStart(4, "0")}`),
});

/** Versions that were written before they had a history are beginnings. */
const fromRow = (row: Row): Ontology => {
  const { labels, tools, version, publishedAtMs, ...rest } = jsonOf<Ontology>(row, "ontology");
  return { ...begunVersion({ labels, tools }, { version, publishedAtMs }), ...rest };
};

const known = remembered<Ontology>();

/** Versions are written once and never change. A version above 8 KiB still fits its row (200 labels are about 100 KiB). */
export const ontologies = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    async find(projectId: ProjectId, version: number): Promise<Ontology | undefined> {
      return known(table, `${projectId} ${version}`, async () => {
        const { Item } = await table.send(
          new GetItemCommand({ TableName, Key: key(projectId, version), ConsistentRead: true }),
        );
        return Item && fromRow(Item);
      });
    },

    /** Every version ever published, oldest first: numbers of labels are never used twice among them. */
    async all(projectId: ProjectId): Promise<readonly Ontology[]> {
      return (await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix: "OV#" })).map(fromRow);
    },

    async publish(projectId: ProjectId, ontology: Ontology): Promise<"published" | "version-taken"> {
      const row = { ...key(projectId, ontology.version), ontology: J(ontology) };
      return (await putOnce(table, TableName, row)).state === "put" ? "published" : "version-taken";
    },
  };
};
