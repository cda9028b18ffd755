import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { Loading } from "../parts/loaded.tsx";
import { Notice, ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { ForecastLine } from "./forecast-line.tsx";
import type { ProjectShown } from "./project-frame.tsx";

/** Open, pause, close. Closing is for good, so it asks first and says what it means. */
export const StateActions = ({
  project,
  loading,
  items,
}: {
  readonly project: ProjectShown;
  readonly loading: Loading<ProjectShown>;
  /** How many there are to label, once counted. */
  readonly items?: number | undefined;
}): VNode | null => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [closing, setClosing] = useState(false);
  const { projectId, state } = project;
  const become = async (to: "open" | "paused" | "closed"): Promise<void> => {
    const done = await run(async () => {
      loading.put(await api("changeProjectState", { path: { projectId }, body: { to } }));
      toast(t(`manage.became.${to}`));
    });
    if (done) setClosing(false);
  };
  if (state === "closed") {
    return (
      <Notice tone="sky">
        <p>{t("manage.closed")}</p>
      </Notice>
    );
  }
  const close = <Button onClick={() => setClosing(true)}>{t("manage.close")}</Button>;
  return (
    <div class="stack">
      <Notice tone={state === "open" ? "leaf" : "ochre"} title={t(`manage.now.${state}`)}>
        <p>{t(`manage.now.${state}.body`)}</p>
        {state === "draft" && project.ontology.tools.includes("class") && (
          <ForecastLine
            labels={project.ontology.labels.length}
            confidenceTarget={project.confidenceTarget}
            overlap={project.overlap}
            pay={project.pay}
            {...(items ? { items } : {})}
          />
        )}
        <div class="row">
          {state === "open" ? (
            <Button busy={busy} onClick={() => become("paused")}>
              {t("manage.pause")}
            </Button>
          ) : (
            <Button kind="primary" busy={busy} onClick={() => become("open")}>
              {t("manage.open")}
            </Button>
          )}
          {state !== "draft" && close}
        </div>
      </Notice>
      {!closing && <ProblemNotice problem={problem} />}
      {closing && (
        <Dialog title={t("manage.close.title")} onClose={() => setClosing(false)}>
          <div class="stack">
            <p>{t("manage.close.body")}</p>
            <ProblemNotice problem={problem} />
            <div class="row end">
              <Button onClick={() => setClosing(false)}>{t("app.cancel")}</Button>
              <Button kind="danger" busy={busy} onClick={() => become("closed")}>
                {t("manage.close.go")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
};
