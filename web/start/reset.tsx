import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { PasswordField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { toast } from "../parts/toast.tsx";

/** Where a reset link leads: a new password, and signed in with it. */
const Reset = ({ params }: ScreenProps): VNode => {
  const { api, session } = useApp();
  const { route } = useLocation();
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useAction();
  const reset = async (): Promise<void> => {
    const path = { secret: params["secret"] ?? "" };
    const { signInName } = await api("resetPassword", { path, body: { password } });
    toast(t("reset.done"));
    route("/");
    await session.signIn(signInName, password);
  };
  return (
    <Page title={t("reset.title")} narrow>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(reset);
        }}
      >
        <p>{t("reset.body")}</p>
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
          {t("reset.go")}
        </Button>
      </form>
    </Page>
  );
};

export default Reset;
