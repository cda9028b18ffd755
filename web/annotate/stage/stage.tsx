import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { useLookAgain } from "../../parts/look-again.ts";
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

const TRY_AGAIN_MS = 2_000;

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
  const onLoaded = (): void => setFailed(0);
  const onFailed = (): void => {
    setFailed((before) => before + 1);
    if (failed === 0) void again();
  };
  useLookAgain(() => void again(), TRY_AGAIN_MS, failed > 1);
  return (
    <>
      {media.kind === "image" && (
        <Picture
          entry={entry}
          editing={editing}
          surface={surface}
          marks={marks}
          onLoaded={onLoaded}
          onFailed={onFailed}
          attempt={attempt}
        />
      )}
      {media.kind === "video" && url && (
        <Film key={`${key} ${attempt}`} url={url} onLoaded={onLoaded} onFailed={onFailed} />
      )}
      {media.kind === "text" && <Reading item={entry.item} onLoaded={onLoaded} onFailed={onFailed} />}
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
