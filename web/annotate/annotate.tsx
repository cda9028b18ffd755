import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import { Page } from "../parts/page.tsx";

const Annotate = (): VNode => <Page title={t("home.label")}>{null}</Page>;

export default Annotate;
