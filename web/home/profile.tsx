import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { changeLanguage } from "../i18n/catalogue.ts";
import { keepLanguage, OWN_NAMES } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Field, TextField } from "../parts/field.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toast } from "../parts/toast.tsx";

const Profile = (): VNode => {
  const { api } = useApp();
  const me = useLoaded(() => api("me", {}));
  return (
    <Page title={t("profile.title")} narrow>
      <Show of={me} skeleton={<Skeleton height={300} />}>
        {({ person }) => <ProfileForm person={person} />}
      </Show>
    </Page>
  );
};

export default Profile;

const ProfileForm = ({ person }: { readonly person: ResponseOf<"me">["person"] }): VNode => {
  const { api } = useApp();
  const [name, setName] = useState(person.name);
  const [language, setLanguage] = useState<PageLanguage>(person.language);
  const { busy, problem, run } = useAction();
  const save = async (): Promise<void> => {
    await api("updateMe", { body: { name, language } });
    keepLanguage(localStorage, language);
    await changeLanguage(language);
    toast(t("app.saved"));
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void run(save);
      }}
    >
      <TextField label={t("profile.signInName")} value={person.signInName} onValue={() => undefined} readOnly />
      <TextField
        label={t("profile.name")}
        hint={t("profile.nameHint")}
        value={name}
        onValue={setName}
        autocomplete="name"
        maxLength={80}
        required
      />
      <Field label={t("app.language")}>
        {(control) => (
          <select
            {...control}
            value={language}
            onChange={({ currentTarget }) =>
              setLanguage(PAGE_LANGUAGES.find((one) => one === currentTarget.value) ?? language)
            }
          >
            {PAGE_LANGUAGES.map((one) => (
              <option key={one} value={one} lang={one}>
                {OWN_NAMES[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ProblemNotice problem={problem} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("app.save")}
      </Button>
    </form>
  );
};
