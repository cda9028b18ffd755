import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** A sign-in that ran out asks for the password over whatever she was doing; she may put it off and go on working. */
export const SignInAgain = (): VNode | null => {
  const now = useApp().session.now.value;
  const [putOff, setPutOff] = useState<unknown>(undefined);
  if (now.state !== "expired" || putOff === now) return null;
  return (
    <Dialog title={t("signIn.again")} onClose={() => setPutOff(now)}>
      <div class="stack">
        <p>{t("signIn.againBody")}</p>
        <SignInForm name={now.who.signInName} />
        <Button kind="quiet" onClick={() => setPutOff(now)}>
          {t("app.cancel")}
        </Button>
      </div>
    </Dialog>
  );
};
