import type { VNode } from "preact";
import { inLanguage } from "../../../core/localized.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { Markdown } from "../../markdown/markdown.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import type { Mark } from "../marks.ts";
import type { ProjectShown } from "../station.ts";

interface InstructionsProps {
  readonly project: ProjectShown;
  readonly marks: readonly Mark[];
  readonly onClose: () => void;
}

/** What is asked, by whom and what for, and what each label means. */
export const InstructionsSheet = ({ project, marks, onClose }: InstructionsProps): VNode => {
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
          <dl class="meanings">
            {marks.map(({ id, name, definition, colour }) => (
              <div key={id}>
                <dt>
                  <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
                    <rect x="3" y="3" width="12" height="12" rx="3" fill={colour} />
                  </svg>
                  {name}
                </dt>
                <dd>{definition}</dd>
              </div>
            ))}
          </dl>
        </section>
        <Button kind="primary" onClick={onClose}>
          {t("annotate.instructions.start")}
        </Button>
      </div>
    </Dialog>
  );
};
