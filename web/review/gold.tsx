import type { VNode } from "preact";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import type { ItemShown, ItemViewProps } from "./item.tsx";
import { answerWords } from "./label-names.ts";

interface GoldProps extends ItemViewProps {
  readonly gold: NonNullable<ItemShown["gold"]>;
}

/** A settled item that others meet unseen, and what they say of it: where all of them differ, it may be the gold that errs. */
export const Gold = ({ project, shown: { item }, loading, gold }: GoldProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const { handedOut, asked, answers, answersTooLarge = 0 } = gold;
  const mark = (): void =>
    void run(async () => {
      const path = { projectId: project.projectId, itemId: item.itemId };
      await api("markGold", { path, body: { gold: !handedOut } });
      toast(t(handedOut ? "manage.gold.takenBack" : "manage.gold.made"));
      loading.again();
    });
  const said = Map.groupBy(answers, (one) => answerWords(project.ontology.labels, one));
  return (
    <details class="card" open={handedOut || answers.length > 0}>
      <summary>{t("manage.gold.title")}</summary>
      <div class="stack">
        <p class="soft">{t("manage.gold.what")}</p>
        {answers.length > 0 && (
          <>
            <h3>{t("manage.gold.said")}</h3>
            <ul class="answer-list">
              {[...said].map(([words, same]) => (
                <li key={words}>{t("manage.gold.times", { words, count: same.length })}</li>
              ))}
            </ul>
          </>
        )}
        {answersTooLarge > 0 && <p class="soft small">{t("manage.gold.more", { count: answersTooLarge })}</p>}
        {handedOut && asked && <p class="soft">{t("manage.gold.asked")}</p>}
        {handedOut && !asked && answers.length === 0 && <p class="soft">{t("manage.gold.nobodyYet")}</p>}
        <ProblemNotice problem={problem} />
        {project.roles.includes("vendor") && (
          <div class="row end">
            <Button busy={busy} onClick={mark}>
              {t(handedOut ? "manage.gold.takeBack" : "manage.gold.make")}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
};
