import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { PasswordField, TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";

/** Name and password, ready for password managers. `name`: known already, only the password is asked. */
export const SignInForm = ({ name }: { readonly name?: string }): VNode => {
  const { session } = useApp();
  const [signInName, setSignInName] = useState(name ?? "");
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useAction();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => session.signIn(signInName.trim().toLowerCase(), password));
      }}
    >
      <TextField
        label={t("signIn.name")}
        value={signInName}
        onValue={setSignInName}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        readOnly={name !== undefined}
        required
      />
      <PasswordField
        label={t("signIn.password")}
        value={password}
        onValue={setPassword}
        name="password"
        autocomplete="current-password"
        required
      />
      <ProblemNotice problem={problem} />
      <Button kind="primary" type="submit" busy={busy}>
        {t("signIn.go")}
      </Button>
    </form>
  );
};
