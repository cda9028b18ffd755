import type { VNode } from "preact";
import { PRIORITY } from "../../core/item.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import type { ItemViewProps } from "./item.tsx";

/** When an item is handed out: before the others, in the usual order, or once nothing else is left. */
export const Turn = ({ project, shown: { item }, loading }: ItemViewProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const move = (priority: number): void =>
    void run(async () => {
      await api("changePriority", { path: { projectId: project.projectId, itemId: item.itemId }, body: { priority } });
      toast(t("manage.turn.done"));
      loading.again();
    });
  const places = [
    { priority: PRIORITY.first, words: t("manage.turn.first") },
    { priority: PRIORITY.usual, words: t("manage.turn.usual") },
    { priority: PRIORITY.last, words: t("manage.turn.last") },
  ];
  const isBetween = !places.some(({ priority }) => priority === item.priority);
  return (
    <section class="card stack">
      <h2>{t("manage.turn.title")}</h2>
      <fieldset class="choices" disabled={busy}>
        <legend class="unseen">{t("manage.turn.title")}</legend>
        {[
          ...places,
          ...(isBetween
            ? [{ priority: item.priority, words: t("manage.turn.between", { priority: item.priority }) }]
            : []),
        ].map(({ priority, words }) => (
          <label key={priority}>
            <input type="radio" name="turn" checked={priority === item.priority} onChange={() => move(priority)} />
            {words}
          </label>
        ))}
      </fieldset>
      <p class="soft">{t("manage.turn.hint")}</p>
      <ProblemNotice problem={problem} />
    </section>
  );
};
