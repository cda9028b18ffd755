import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import { useApp } from "../../app.ts";
import { date, t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Show, useLoaded } from "../../parts/loaded.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { answerWords } from "../answer-words.ts";
import type { Mark } from "../marks.ts";
import type { ProjectShown } from "../station.ts";
import { answerFromWire } from "../work/answers.ts";
import type { Entry } from "../work/entries.ts";

type History = ResponseOf<"history">;
type Earlier = History["annotations"][number];

interface EarlierProps {
  readonly project: ProjectShown;
  readonly marks: readonly Mark[];
  readonly onOpen: (entry: Entry) => void;
  readonly onClose: () => void;
}

/** Her own answers in this project, newest first; each can be corrected, and the one before stays on record. */
export const EarlierSheet = ({ project, marks, onOpen, onClose }: EarlierProps): VNode => {
  const { api } = useApp();
  const { projectId } = project;
  const first = useLoaded(() => api("history", { path: { projectId } }), [projectId]);
  return (
    <Dialog sheet title={t("annotate.answers.earlier")} onClose={onClose}>
      <Show of={first} skeleton={<Skeleton height={56} count={4} />}>
        {(page) => <Pages first={page} project={project} marks={marks} onOpen={onOpen} />}
      </Show>
    </Dialog>
  );
};

const Pages = ({
  first,
  project,
  marks,
  onOpen,
}: Omit<EarlierProps, "onClose"> & { readonly first: History }): VNode => {
  const { api } = useApp();
  const [pages, setPages] = useState<readonly History[]>([first]);
  const { busy, problem, run } = useAction();
  const cursor = pages.at(-1)?.cursor;
  const more = async (): Promise<void> => {
    if (!cursor) return;
    const page = await api("history", { path: { projectId: project.projectId }, query: { cursor } });
    setPages([...pages, page]);
  };
  const all = pages.flatMap(({ annotations }) => annotations);
  return (
    <div class="stack">
      {all.length === 0 && <p>{t("annotate.answers.none")}</p>}
      <ul class="earlier">
        {all.map((one) => (
          <li key={`${one.itemId} ${one.round} ${one.revision}`}>
            <Thumbnail one={one} />
            <span class="stack tight">
              <span>{answerWords(answerFromWire(one.answer), marks)}</span>
              {one.gold && <span class="small">{goldWords(one.gold, marks)}</span>}
              <span class="soft small">{date(one.acceptedAtMs, { dateStyle: "medium", timeStyle: "short" })}</span>
            </span>
            {one.shown ? (
              <Button onClick={() => onOpen(entryOf(one, one.shown, project))}>{t("annotate.answers.change")}</Button>
            ) : (
              <span class="soft small">{t("annotate.answers.gone")}</span>
            )}
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} />
      {cursor && (
        <Button busy={busy} onClick={() => void run(more)}>
          {t("annotate.answers.older")}
        </Button>
      )}
    </div>
  );
};

/** That the answer was known all along, and what it is: whoever knows better can ask. */
const goldWords = ({ known, knownTooLarge }: NonNullable<Earlier["gold"]>, marks: readonly Mark[]): string => {
  if (known) return t("annotate.answers.gold", { known: answerWords(answerFromWire(known), marks) });
  return knownTooLarge ? t("annotate.answers.goldLarge") : t("annotate.answers.goldNoMore");
};

const Thumbnail = ({ one: { shown } }: { readonly one: Earlier }): VNode =>
  shown?.url && shown.media.kind === "image" ? (
    <img class="thumbnail" src={shown.url} alt="" loading="lazy" width="56" height="56" />
  ) : (
    <span class="thumbnail small">{shown?.text?.slice(0, 40)}</span>
  );

const entryOf = (
  { assignmentId, answer, revision }: Earlier,
  item: Entry["item"] | undefined,
  { ontology }: ProjectShown,
): Entry => {
  if (!item) throw new Error("an answer without its item was offered for correction");
  return {
    assignmentId,
    item,
    ontology,
    position: 0,
    total: 0,
    answer: answerFromWire(answer),
    revision,
  };
};
