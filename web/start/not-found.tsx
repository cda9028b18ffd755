import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";

const NotFound = (): VNode => (
  <Page title={t("notFound.title")} narrow>
    <Empty title={t("app.name")} body={t("notFound.body")}>
      <a class="button primary" href="/">
        {t("app.home")}
      </a>
    </Empty>
  </Page>
);

export default NotFound;
