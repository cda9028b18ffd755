import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { sizeWords } from "../size-words.ts";
import type { Uploads } from "./uploads.ts";

interface UnfinishedListProps {
  readonly uploads: Uploads;
  /** Rows drawn at most; the rest is counted. */
  readonly shownMax: number;
}

/** What the page was left with before it was sent, and what to do about it. */
export const UnfinishedList = ({ uploads, shownMax }: UnfinishedListProps): VNode => {
  const { busy, problem, run } = useAction();
  const all = uploads.unfinished.value;
  return (
    <section class="card stack">
      <div class="row apart">
        <h2>{t("manage.files.unfinished", { count: all.length })}</h2>
        {all.length > 1 && (
          <Button kind="quiet" busy={busy} onClick={() => void run(() => uploads.forget(all))}>
            {t("manage.files.forgetAll")}
          </Button>
        )}
      </div>
      <p>{t("manage.files.unfinishedDo")}</p>
      <ProblemNotice problem={problem} />
      <ul class="uploads">
        {all.slice(0, shownMax).map((note) => (
          <li key={note.key}>
            <span class="file-name">{note.name}</span>
            <span class="soft small number">{sizeWords(note.sizeBytes)}</span>
            <Button
              kind="quiet"
              busy={busy}
              aria-label={t("manage.files.forgetOne", { name: note.name })}
              onClick={() => void run(() => uploads.forget([note]))}
            >
              {t("manage.files.forget")}
            </Button>
          </li>
        ))}
      </ul>
      {all.length > shownMax && <p class="soft small">{t("manage.files.more", { count: all.length - shownMax })}</p>}
    </section>
  );
};
