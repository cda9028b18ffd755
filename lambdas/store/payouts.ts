import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import type { Payout } from "../../core/my-work/payout.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { J, jsonOf, type Row, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

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
    return (await rowsUnder(table, { TableName, pk: personPk(personId), prefix: prefix })).map(fromRow);
  };
  return {
    /** Under the id that the page made: sent twice it is there once. Gives the one that stands. */
    async record(payout: Payout): Promise<Payout> {
      const { stands } = await putOnce(table, TableName, { ...key(payout), payout: J(payout) });
      return fromRow(stands);
    },

    /** All that a person was paid, by project, in the order in which it was told. */
    ofPerson: (personId: AnnotatorId): Promise<readonly Payout[]> => startingWith(personId, "PO#"),

    /** What she was paid in one project, in the order in which it was told. */
    ofMember: (personId: AnnotatorId, projectId: ProjectId): Promise<readonly Payout[]> =>
      startingWith(personId, `PO#${projectId}#`),
  };
};
