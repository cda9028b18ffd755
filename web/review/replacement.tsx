import type { VNode } from "preact";
import { useLocation } from "preact-iso/router";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Notice, ProblemNotice } from "../parts/notice.tsx";
import type { ItemViewProps } from "./item.tsx";

/** Newer bytes lie under the same key: answers belong to the old ones, so the vendor says what happens. */
export const Replacement = ({ project, shown, loading }: ItemViewProps): VNode => {
  const { api } = useApp();
  const { route } = useLocation();
  const { busy, problem, run } = useAction();
  const path = { projectId: project.projectId, itemId: shown.item.itemId };
  const answer = (accept: boolean): void =>
    void run(async () => {
      const { itemId } = await api("resolveReplacement", { path, body: { accept } });
      if (accept) route(`/p/${project.projectId}/items/${itemId}`);
      else loading.again();
    });
  return (
    <Notice tone="ochre" title={t("manage.replacement.title")}>
      <p>{t("manage.replacement.body")}</p>
      <div class="row">
        <Button busy={busy} onClick={() => answer(true)}>
          {t("manage.replacement.accept")}
        </Button>
        <Button kind="quiet" busy={busy} onClick={() => answer(false)}>
          {t("manage.replacement.keep")}
        </Button>
      </div>
      <ProblemNotice problem={problem} />
    </Notice>
  );
};
