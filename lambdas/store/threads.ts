import type { ProjectId } from "../../core/ids.ts";
import { type Hiding, inOrder, type Thread, type ThreadFile, type ThreadWord } from "../../core/thread.ts";
import type { Deps } from "../deps.ts";
import { fill } from "./fill.ts";
import { putOnce } from "./put-once.ts";
import { J, jsonOf, type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

/** All rows of a thread lie together: itself with its first word, then what else was said, then what of it is hidden. */
const key = (projectId: ProjectId, threadId: string, part: string) => ({
  pk: S(`PR#${projectId}`),
  sk: S(`TH#${threadId}#${part}`),
});

/**
 * Questions and what was said to them. Every row is written once; nothing is edited, and nothing deleted, but the words
 * of somebody who is erased.
 */
export const threads = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const put = async (row: Row): Promise<Row> => (await putOnce(table, TableName, row)).stands;
  const files = async (projectId: ProjectId, prefix: string): Promise<readonly ThreadFile[]> => {
    const found = new Map<string, { thread: Thread; words: ThreadWord[]; hidings: Hiding[] }>();
    for (const row of await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix })) {
      const [, threadId = "", part = ""] = textOf(row, "sk").split("#");
      if (part === "A") {
        const thread = jsonOf<Thread>(row, "thread");
        found.set(threadId, { thread, words: [], hidings: [] });
      } else if (part === "W") found.get(threadId)?.words.push(jsonOf<ThreadWord>(row, "word"));
      else found.get(threadId)?.hidings.push(jsonOf<Hiding>(row, "hiding"));
    }
    return [...found.values()].map((file) => ({ ...file, words: [file.thread.first, ...inOrder(file.words)] }));
  };
  return {
    /** Under the id that the page made. Gives what stands there then: sent twice, it is the first both times. */
    open: async (thread: Thread): Promise<Thread> =>
      jsonOf(await put({ ...key(thread.projectId, thread.threadId, "A"), thread: J(thread) }), "thread"),

    /** Adds a word to a thread that is there. Gives what stands under its id then. */
    say: async (projectId: ProjectId, threadId: string, word: ThreadWord): Promise<ThreadWord> =>
      jsonOf(await put({ ...key(projectId, threadId, `W#${word.wordId}`), word: J(word) }), "word"),

    /** Lays a hiding beside a word, which stays. The first of its author and the first of a vendor stand. */
    async hide(projectId: ProjectId, threadId: string, hiding: Hiding): Promise<void> {
      await put({ ...key(projectId, threadId, `H#${hiding.wordId}#${hiding.by}`), hiding: J(hiding) });
    },

    /** Leaves of a word that it was said, by whom and when. It is in the thread's own row where it is the first. */
    async empty(
      { projectId, threadId, anchor, first }: Thread,
      { text: _, voice: __, ...said }: ThreadWord,
    ): Promise<void> {
      const isFirst = said.wordId === first.wordId;
      await fill(
        table,
        TableName,
        key(projectId, threadId, isFirst ? "A" : `W#${said.wordId}`),
        isFirst ? { thread: J({ projectId, threadId, anchor, first: said }) } : { word: J(said) },
      );
    },

    /** All of a project, by their ids. */
    all: (projectId: ProjectId): Promise<readonly ThreadFile[]> => files(projectId, "TH#"),

    /** One with all that was said; undefined where there is none. */
    async file(projectId: ProjectId, threadId: string): Promise<ThreadFile | undefined> {
      return (await files(projectId, `TH#${threadId}#`))[0];
    },
  };
};
