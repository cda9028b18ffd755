import type { VNode } from "preact";
import type { LabelId } from "../../../core/ids.ts";
import { inLanguage } from "../../../core/localized.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { Markdown } from "../../markdown/markdown.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import type { Mark } from "../marks.ts";
import type { ProjectShown } from "../station.ts";
import { Meanings } from "./meanings.tsx";

interface InstructionsProps {
  readonly project: ProjectShown;
  readonly marks: readonly Mark[];
  readonly onLabel: (label: LabelId) => void;
  readonly onAsk: () => void;
  readonly onClose: () => void;
}

/** What is asked, by whom and what for, and what each label means. */
export const InstructionsSheet = ({ project, marks, onLabel, onAsk, onClose }: InstructionsProps): VNode => {
  const text = inLanguage(project.instructions.text, language.value);
  return (
    <Dialog sheet title={t("annotate.instructions")} onClose={onClose}>
      <div class="stack">
        <section>
          <h3>{t("annotate.instructions.forWhat")}</h3>
          <p>{inLanguage(project.purpose, language.value)}</p>
          <p class="soft small">{t("home.askedBy", { askedBy: project.askedBy })}</p>
        </section>
        {text.trim() === "" ? <p class="soft">{t("annotate.instructions.none")}</p> : <Markdown text={text} />}
        <section>
          <h3>{t("annotate.instructions.labels")}</h3>
          <Meanings marks={marks} onLabel={onLabel} />
        </section>
        <Button onClick={onAsk}>{t("annotate.ask")}</Button>
        <Button kind="primary" onClick={onClose}>
          {t("annotate.instructions.start")}
        </Button>
      </div>
    </Dialog>
  );
};
