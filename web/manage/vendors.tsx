import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { LinkShown } from "./link-shown.tsx";
import "./manage.css";

/** The operator's one task on the page: links for new vendors. */
const Vendors = (): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [made, setMade] = useState<ResponseOf<"inviteVendor"> | undefined>(undefined);
  return (
    <Page title={t("manage.vendors.title")} about={t("manage.vendors.about")} narrow>
      <section class="card stack">
        <Button
          kind="primary"
          busy={busy}
          onClick={() => run(async () => setMade(await api("inviteVendor", { body: {} })))}
        >
          {t("manage.invite.go")}
        </Button>
        <ProblemNotice problem={problem} />
        {made && <LinkShown kind="invite" secret={made.secret} expiresAtMs={made.expiresAtMs} />}
      </section>
    </Page>
  );
};

export default Vendors;
