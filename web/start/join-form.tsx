import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { PasswordField, TextField } from "../parts/field.tsx";
import { ProblemNotice, wordsFor } from "../parts/notice.tsx";

/** An own sign-in from an invitation; signs in with it at once. */
export const JoinForm = ({ secret }: { readonly secret: string }): VNode => {
  const { api, session } = useApp();
  const { route } = useLocation();
  const [name, setName] = useState("");
  const [signInName, setSignInName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useAction();
  const taken = problem?.code === "name-taken" ? wordsFor(problem) : undefined;
  const weak = problem?.code === "password-refused" ? wordsFor(problem) : undefined;

  const join = async (): Promise<void> => {
    const body = { signInName: signInName.trim().toLowerCase(), password, name, language: language.value };
    await api("acceptInvitation", { path: { secret }, body });
    route("/");
    await session.signIn(body.signInName, password);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void run(join);
      }}
    >
      <TextField
        label={t("invite.name")}
        hint={t("invite.name.hint")}
        value={name}
        onValue={setName}
        name="name"
        autocomplete="name"
        maxLength={80}
        required
      />
      <TextField
        label={t("invite.signInName")}
        hint={t("invite.signInName.hint")}
        wrong={taken}
        value={signInName}
        onValue={setSignInName}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        pattern="[A-Za-z0-9][A-Za-z0-9._@+\-]{1,63}"
        required
      />
      <PasswordField
        label={t("signIn.password")}
        hint={t("firstPassword.hint")}
        wrong={weak}
        value={password}
        onValue={setPassword}
        name="new-password"
        autocomplete="new-password"
        minLength={8}
        required
      />
      {!taken && !weak && <ProblemNotice problem={problem} />}
      <Button kind="primary" type="submit" busy={busy}>
        {t("invite.go")}
      </Button>
    </form>
  );
};
