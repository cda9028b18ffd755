import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { inLanguage } from "../../core/localized.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { date, list, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Problem } from "../problem.ts";
import { JoinForm } from "./join-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

type Invitation = ResponseOf<"lookUpInvitation">;

/** What an invitation link leads to: what it is for, then an own sign-in, or joining as the one who is signed in. */
const Invite = ({ params }: ScreenProps): VNode => {
  const { api } = useApp();
  const secret = params["secret"] ?? "";
  const invitation = useLoaded<Invitation | "spent">(
    () =>
      api("lookUpInvitation", { path: { secret } }).catch((thrown: unknown) => {
        const spent = thrown instanceof Problem && ["invitation-spent", "not-found"].includes(thrown.code);
        if (spent) return "spent" as const;
        throw thrown;
      }),
    [secret],
  );
  return (
    <Page title={t("invite.title")} narrow>
      <Show of={invitation} skeleton={<Skeleton height={320} />}>
        {(found) =>
          found === "spent" || found.kind === "reset" ? (
            <Empty title={t("invite.spent")} body={t("invite.spentBody")}>
              <a class="button" href="/">
                {t("app.home")}
              </a>
            </Empty>
          ) : (
            <Accept secret={secret} invitation={found} />
          )
        }
      </Show>
    </Page>
  );
};

export default Invite;

const Accept = ({ secret, invitation }: { readonly secret: string; readonly invitation: Invitation }): VNode => {
  const { session } = useApp();
  const now = session.now.value;
  const [own, setOwn] = useState<"new" | "have">("new");
  return (
    <div class="stack">
      <section class="card stack">
        <p>
          {invitation.kind === "vendor"
            ? t("invite.body.vendor")
            : t("invite.body.member", {
                askedBy: invitation.askedBy ?? "",
                title: inLanguage(invitation.title ?? {}, language.value),
                roles: list(invitation.roles.map((role) => t(`role.${role}`))),
              })}
        </p>
        <p class="soft small">{t("invite.until", { date: date(invitation.expiresAtMs) })}</p>
      </section>
      <section class="card stack">
        {now.state === "in" ? (
          <JoinAs secret={secret} name={now.who.signInName} />
        ) : own === "have" ? (
          <>
            <SignInForm />
            <Button kind="quiet" onClick={() => setOwn("new")}>
              {t("app.back")}
            </Button>
          </>
        ) : (
          <>
            <JoinForm secret={secret} />
            <Button kind="quiet" onClick={() => setOwn("have")}>
              {t("invite.have")}
            </Button>
          </>
        )}
      </section>
    </div>
  );
};

const JoinAs = ({ secret, name }: { readonly secret: string; readonly name: string }): VNode => {
  const { api, session } = useApp();
  const { route } = useLocation();
  const { busy, problem, run } = useAction();
  return (
    <>
      <Button
        kind="primary"
        busy={busy}
        onClick={async () => {
          if (await run(() => api("joinProject", { path: { secret } }))) route("/");
        }}
      >
        {t("invite.joinAs", { name })}
      </Button>
      <ProblemNotice problem={problem} />
      <Button kind="quiet" onClick={() => session.signOut()}>
        {t("invite.other")}
      </Button>
    </>
  );
};
