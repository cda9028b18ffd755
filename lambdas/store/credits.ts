import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { idOf, J, jsonOf, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const key = (projectId: ProjectId, personId: AnnotatorId) => ({ pk: S(`PR#${projectId}`), sk: S(`CR#${personId}`) });

/** What somebody chose to be called in a project. Nobody is named who has not chosen it. */
export type Credit =
  | { readonly form: "none" }
  | { readonly form: "named"; readonly text: string; readonly language: string };

/** With it, the languages that she lets data cards count. Of nobody unless she says so. */
export type Choice = Credit & { readonly languages: readonly string[] };

/** A row for whoever has chosen; absent is `none`. In the main table, for it is meant to be shown. */
export const credits = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const choices = async (projectId: ProjectId): Promise<ReadonlyMap<AnnotatorId, Choice>> => {
    const rows = await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix: "CR#" });
    return new Map(
      rows.map((row) => [idOf<AnnotatorId>(row, "personId"), { ...NO_LANGUAGES, ...jsonOf<Choice>(row, "credit") }]),
    );
  };
  return {
    /** The newest choice holds from now on; exports that were made stay as they are. */
    async choose(
      projectId: ProjectId,
      personId: AnnotatorId,
      choice: Credit & Partial<Pick<Choice, "languages">>,
    ): Promise<void> {
      const Item = { ...key(projectId, personId), personId: S(personId), credit: J(choice) };
      await table.send(new PutItemCommand({ TableName, Item }));
    },

    /** As if she had never chosen: absent is `none`. */
    async forget(projectId: ProjectId, personId: AnnotatorId): Promise<void> {
      await table.send(new DeleteItemCommand({ TableName, Key: key(projectId, personId) }));
    },

    /** What everybody chose, by person. */
    choices,

    /** By person, those who chose to be named. */
    async ofProject(projectId: ProjectId): Promise<ReadonlyMap<AnnotatorId, string>> {
      return new Map(
        [...(await choices(projectId))].flatMap(([personId, choice]) =>
          choice.form === "named" ? [[personId, choice.text] as const] : [],
        ),
      );
    },
  };
};

/** Rows from before languages could be told. */
const NO_LANGUAGES = { languages: [] } as const;
