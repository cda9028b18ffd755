import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { PRIORITY } from "../../core/item.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import type { ItemViewProps } from "./item.tsx";

/** When an item is handed out: before the others, in the usual order, or once nothing else is left. */
export const Turn = ({ project, shown: { item }, loading }: ItemViewProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [chosen, setChosen] = useState(item.priority);
  const move = (): void =>
    void run(async () => {
      const path = { projectId: project.projectId, itemId: item.itemId };
      await api("changePriority", { path, body: { priority: chosen } });
      toast(t("manage.turn.done"));
      loading.again();
    });
  const places = [
    { priority: PRIORITY.first, words: t("manage.turn.first") },
    { priority: PRIORITY.usual, words: t("manage.turn.usual") },
    { priority: PRIORITY.last, words: t("manage.turn.last") },
  ];
  const isBetween = !places.some(({ priority }) => priority === item.priority);
  const between = { priority: item.priority, words: t("manage.turn.between", { priority: item.priority }) };
  return (
    <details class="card" open={item.priority !== PRIORITY.usual}>
      <summary>{t("manage.turn.title")}</summary>
      <div class="stack">
        <fieldset class="choices">
          <legend class="unseen">{t("manage.turn.title")}</legend>
          {[...places, ...(isBetween ? [between] : [])].map(({ priority, words }) => (
            <label key={priority}>
              <input type="radio" name="turn" checked={priority === chosen} onChange={() => setChosen(priority)} />
              {words}
            </label>
          ))}
        </fieldset>
        <p class="soft">{t("manage.turn.hint")}</p>
        <ProblemNotice problem={problem} />
        <div class="row end">
          <Button busy={busy} disabled={chosen === item.priority} onClick={move}>
            {t("manage.turn.go")}
          </Button>
        </div>
      </div>
    </details>
  );
};
