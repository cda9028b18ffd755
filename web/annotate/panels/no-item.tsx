import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { Station } from "../station.ts";

/** In place of the item: it is coming, there is none now, or it could not be fetched. */
export const NoItem = ({ station }: { readonly station: Station }): VNode => {
  const { work } = station;
  const phase = work.phase.value;
  const actions = (
    <div class="row">
      <Button kind="primary" onClick={() => void work.ask()}>
        {t(phase.state === "failed" ? "app.again" : "annotate.nothing.look")}
      </Button>
      {work.hasEarlier.value && <Button onClick={work.back}>{t("annotate.previous")}</Button>}
      <a class="button" href="/">
        {t("app.home")}
      </a>
    </div>
  );
  if (phase.state === "nothing") {
    const { everythingAnswered } = phase;
    return (
      <section class="card stack no-item" aria-live="polite">
        <h2>{t(everythingAnswered ? "annotate.nothing.done" : "annotate.nothing.title")}</h2>
        <p>{t(everythingAnswered ? "annotate.nothing.doneBody" : "annotate.nothing.body")}</p>
        {actions}
      </section>
    );
  }
  if (phase.state === "failed") {
    return (
      <section class="card stack no-item">
        <h2>{t("annotate.failed.title")}</h2>
        <ProblemNotice problem={phase.problem} />
        <p>{t("annotate.failed.safe")}</p>
        {actions}
      </section>
    );
  }
  return (
    <div class="no-item" aria-busy="true">
      <span class="unseen" role="status">
        {t("app.loading")}
      </span>
      <Skeleton height={240} />
    </div>
  );
};
