import type { VNode } from "preact";
import { ANSWER_WITHIN_DAYS } from "../../../core/proposal.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";

interface ThanksProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

/** What happens to a proposal from here on. */
export const Thanks = ({ projectId, onClose }: ThanksProps): VNode => (
  <div class="stack">
    <ul class="stack tight">
      <li>{t("say.thanks.second")}</li>
      <li>{t("say.thanks.answer", { count: ANSWER_WITHIN_DAYS })}</li>
      <li>{t("say.thanks.here")}</li>
    </ul>
    <Button kind="primary" onClick={onClose}>
      {t("say.thanks.go")}
    </Button>
    <a class="button quiet" href={`/p/${projectId}/say`}>
      {t("say.proposals")}
    </a>
  </div>
);
