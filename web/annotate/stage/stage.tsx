import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { answerWords } from "../answer-words.ts";
import type { Mark } from "../marks.ts";
import type { SheetName } from "../panels/head.tsx";
import type { Station } from "../station.ts";
import { type Entry, keyOf } from "../work/entries.ts";
import { Film } from "./film.tsx";
import { Hints } from "./hints.tsx";
import { Picture } from "./picture.tsx";
import { Reading } from "./reading.tsx";

interface StageProps {
  readonly station: Station;
  readonly entry: Entry;
  readonly marks: readonly Mark[];
  readonly open: (sheet: SheetName) => void;
}

/** The pause before the next try, times the square of those that failed but one: none at first, a minute after twelve. */
const TRY_AGAIN_MS = 500;

/** The item itself. When it does not load, its address may be old: a fresh one is asked for, she is told, and it is tried on. */
export const Stage = ({ station, entry, marks, open }: StageProps): VNode => {
  const { editing, surface, work } = station;
  const { media, url } = entry.item;
  const key = keyOf(entry.item);
  const [failed, setFailed] = useState(0);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setFailed(0);
  }, [key]);

  const again = async (): Promise<void> => {
    await work.renew(entry);
    setAttempt((before) => before + 1);
  };
  const outcome = { onLoaded: () => setFailed(0), onFailed: () => setFailed(failed + 1) };
  useEffect(() => {
    if (failed === 0) return undefined;
    const timer = setTimeout(again, TRY_AGAIN_MS * (failed - 1) ** 2);
    return () => clearTimeout(timer);
  }, [failed]);
  return (
    <>
      {media.kind === "image" && (
        <Picture entry={entry} editing={editing} surface={surface} marks={marks} attempt={attempt} {...outcome} />
      )}
      {media.kind === "video" && url && <Film key={`${key} ${attempt}`} url={url} {...outcome} />}
      {media.kind === "text" && <Reading key={attempt} item={entry.item} {...outcome} />}
      <div class="notes">
        {entry.answer && <p class="given">{t("annotate.answeredAs", { answer: answerWords(entry.answer, marks) })}</p>}
        {media.kind === "image" && <Hints editing={editing} marks={marks} />}
      </div>
      {failed > 1 && (
        <section class="card stack broken" role="alert">
          <h2>{t("annotate.pictureFailed")}</h2>
          <p>{t("annotate.mediaFailed.do")}</p>
          <div class="row">
            <Button kind="primary" onClick={() => void again()}>
              {t("app.again")}
            </Button>
            <Button onClick={() => open("unusable")}>{t("annotate.reason.does_not_load")}…</Button>
          </div>
        </section>
      )}
    </>
  );
};
