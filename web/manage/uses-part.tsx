import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { inLanguage, type Localized } from "../../core/localized.ts";
import { newUlid } from "../annotate/say/new-ulid.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { date, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toast } from "../parts/toast.tsx";
import { LocalizedField } from "./localized-field.tsx";

/** What the vendor tells the people who labelled about what came of it. */
export const UsesPart = ({ projectId }: { readonly projectId: string }): VNode => {
  const { api, now, random } = useApp();
  const uses = useLoaded(() => api("listUses", { path: { projectId } }), [projectId]);
  const { busy, problem, run } = useAction();
  const [text, setText] = useState<Localized>({});
  const [useId, setUseId] = useState(() => newUlid(now(), random));
  const state = async (): Promise<void> => {
    if (!(await run(() => api("stateUse", { path: { projectId }, body: { useId, text } })))) return;
    toast(t("use.saved"));
    setText({});
    setUseId(newUlid(now(), random));
    uses.again();
  };
  return (
    <section class="card stack">
      <h2>{t("use.title")}</h2>
      <p class="soft small">{t("use.about")}</p>
      <Show of={uses} skeleton={<Skeleton height={48} />}>
        {({ uses: stated }) =>
          stated.length === 0 ? (
            <p class="soft">{t("use.none")}</p>
          ) : (
            <ul class="people">
              {stated.map((one) => (
                <li key={one.useId}>
                  {date(one.statedAtMs)}: {inLanguage(one.text, language.value)}
                </li>
              ))}
            </ul>
          )
        }
      </Show>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void state();
        }}
      >
        <LocalizedField label={t("use.text")} value={text} onValue={setText} maxLength={2_000} lines={3} />
        <ProblemNotice problem={problem} />
        <div class="row">
          <Button type="submit" busy={busy}>
            {t("use.save")}
          </Button>
        </div>
      </form>
    </section>
  );
};
