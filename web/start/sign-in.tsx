import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import { Page } from "../parts/page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

const SignIn = (): VNode => (
  <Page title={t("signIn.title")} narrow>
    <section class="card">
      <SignInForm />
    </section>
    <p class="soft small">{t("signIn.help")}</p>
  </Page>
);

export default SignIn;
