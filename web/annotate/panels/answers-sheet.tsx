import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice, wordsFor } from "../../parts/notice.tsx";
import { isProblemCode, Problem } from "../../problem.ts";
import { answerWords } from "../answer-words.ts";
import type { Mark } from "../marks.ts";
import type { OutboxRow } from "../outbox/kept.ts";
import type { Station } from "../station.ts";

interface AnswersProps {
  readonly station: Station;
  readonly marks: readonly Mark[];
  readonly onClose: () => void;
  readonly onEarlier: () => void;
}

/** What became of what she gave: waiting, arrived, or not taken. Nothing here vanishes without her. */
export const AnswersSheet = ({ station, marks, onClose, onEarlier }: AnswersProps): VNode => {
  const { waiting, shelf, held, sending } = station.outbox.now.value;
  return (
    <Dialog sheet title={t("annotate.answers.title")} onClose={onClose}>
      <div class="stack">
        {!station.kept.lasts && (
          <Notice tone="ochre">
            <p>{t("annotate.state.memory")}</p>
          </Notice>
        )}
        {waiting === 0 && shelf.length === 0 && <p>{t("annotate.answers.allSent")}</p>}
        {waiting > 0 && (
          <div class="stack tight">
            <p>{t("annotate.answers.waiting", { count: waiting })}</p>
            {held && <p class="soft small">{wordsFor(held)}</p>}
            <p>
              <Button busy={sending} onClick={() => void station.outbox.flush()}>
                {t("annotate.answers.sendNow")}
              </Button>
            </p>
          </div>
        )}
        {shelf.length > 0 && (
          <section class="stack">
            <Notice tone="clay" title={t("annotate.answers.shelf")}>
              <p>{t("annotate.answers.shelfBody")}</p>
            </Notice>
            {shelf.map((row) => (
              <Refused key={row.submissionId} row={row} station={station} marks={marks} />
            ))}
          </section>
        )}
        <Button onClick={onEarlier}>{t("annotate.answers.earlier")}</Button>
      </div>
    </Dialog>
  );
};

const Refused = ({
  row,
  station,
  marks,
}: {
  readonly row: OutboxRow;
  readonly station: Station;
  readonly marks: readonly Mark[];
}): VNode => {
  const { code = "", message = "" } = row.refused ?? {};
  // Nobody else writes her answers: what stands in the way of this one is another of her own.
  const isOwn = code === "conflict";
  const why = isOwn ? t("annotate.answers.own") : isProblemCode(code) ? wordsFor(new Problem(code, message)) : message;
  return (
    <article class="stack tight">
      <p>{answerWords(row.answer, marks)}</p>
      <p class="small soft">{why}</p>
      <div class="row">
        {!isOwn && <Button onClick={() => void station.outbox.tryAgain(row.submissionId)}>{t("app.again")}</Button>}
        <Button onClick={() => saveCopy(row)}>{t("annotate.answers.copy")}</Button>
        <Button
          kind="danger"
          onClick={() => {
            if (confirm(t("annotate.answers.awaySure"))) void station.outbox.takeBack(row.submissionId);
          }}
        >
          {t("annotate.answers.away")}
        </Button>
      </div>
    </article>
  );
};

/** The last resort: the answer as a file, to be handed to whoever runs the project. */
const saveCopy = (row: OutboxRow): void => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(row, undefined, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `labelloop-${row.itemId}.json`;
  link.click();
  URL.revokeObjectURL(url);
};
