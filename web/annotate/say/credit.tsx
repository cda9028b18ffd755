import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import { useApp } from "../../app.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Show, useLoaded } from "../../parts/loaded.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { toast } from "../../parts/toast.tsx";
import { COMMON_LANGUAGES, languageName } from "./language-picker.tsx";

type Choice = ResponseOf<"getCredit">;

/** Whether her name stands with her proposals; not, until she says so. */
export const Credit = ({ projectId }: { readonly projectId: string }): VNode => {
  const { api } = useApp();
  const choice = useLoaded(() => api("getCredit", { path: { projectId } }), [projectId]);
  return (
    <section class="card stack credit" aria-labelledby="credit">
      <h2 id="credit">{t("say.credit")}</h2>
      <Show of={choice} skeleton={<Skeleton height={120} />}>
        {(now) => <Form projectId={projectId} now={now} onChosen={choice.put} />}
      </Show>
    </section>
  );
};

interface FormProps {
  readonly projectId: string;
  readonly now: Choice;
  readonly onChosen: (choice: Choice) => void;
}

const Form = ({ projectId, now, onChosen }: FormProps): VNode => {
  const { api } = useApp();
  const [form, setForm] = useState(now.form);
  const [text, setText] = useState(now.text ?? "");
  const [languages, setLanguages] = useState<readonly string[]>(now.languages);
  const [lacks, setLacks] = useState(false);
  const { busy, problem, run } = useAction();
  const save = async (): Promise<void> => {
    const name = text.trim();
    setLacks(form === "named" && !name);
    if (form === "named" && !name) return;
    const told = { languages: [...languages] };
    const body =
      form === "named"
        ? ({ form, text: name, language: language.value, ...told } as const)
        : ({ form: "none", ...told } as const);
    const done = await run(async () => onChosen(await api("setCredit", { path: { projectId }, body })));
    if (done) toast(t("app.saved"));
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset class="stack tight">
        <legend class="unseen">{t("say.credit")}</legend>
        {(["none", "named"] as const).map((one) => (
          <label key={one} class="row tick">
            <input type="radio" name="credit" checked={form === one} onChange={() => setForm(one)} />
            {t(`say.credit.${one}`)}
          </label>
        ))}
      </fieldset>
      {form === "named" ? (
        <>
          <TextField
            label={t("say.credit.text")}
            wrong={lacks ? t("say.credit.lacks") : undefined}
            value={text}
            onValue={setText}
            maxLength={80}
          />
          <p class="soft small">{t("say.credit.what")}</p>
        </>
      ) : (
        <p class="soft small">{t("say.credit.noneHint")}</p>
      )}
      <fieldset class="stack tight">
        <legend>{t("say.credit.languages")}</legend>
        {[...new Set([...COMMON_LANGUAGES, ...now.languages])].map((one) => (
          <label key={one} class="row tick">
            <input
              type="checkbox"
              checked={languages.includes(one)}
              onChange={({ currentTarget: { checked } }) =>
                setLanguages(checked ? [...languages, one] : languages.filter((other) => other !== one))
              }
            />
            {languageName(one)}
          </label>
        ))}
        <p class="soft small">{t("say.credit.languagesHint")}</p>
      </fieldset>
      <ProblemNotice problem={problem} />
      <div>
        <Button type="submit" busy={busy}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
};
