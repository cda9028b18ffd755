import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { PasswordField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";

/** The forced change after a sign-in with a password that somebody else made. */
const FirstPassword = (): VNode => {
  const { session } = useApp();
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useAction();
  return (
    <Page title={t("firstPassword.title")} narrow>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => session.setFirstPassword(password));
        }}
      >
        <p>{t("firstPassword.body")}</p>
        <PasswordField
          label={t("firstPassword.new")}
          hint={t("firstPassword.hint")}
          value={password}
          onValue={setPassword}
          name="new-password"
          autocomplete="new-password"
          minLength={8}
          required
        />
        <ProblemNotice problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("firstPassword.go")}
        </Button>
      </form>
    </Page>
  );
};

export default FirstPassword;
