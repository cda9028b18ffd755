import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { KeyHint } from "../../parts/key-hint.tsx";
import type { Command } from "../keys.ts";
import type { Station } from "../station.ts";
import { isEmpty, isSame, labelled, lacksClass } from "../work/answers.ts";

interface DockProps {
  readonly station: Station;
  readonly run: (command: Command) => void;
}

/** The three answers that are always there, under the thumb. */
export const Dock = ({ station, run }: DockProps): VNode => {
  const { editing, work } = station;
  const entry = work.current.value;
  const { tools } = entry?.ontology ?? station.project.value.ontology;
  const draft = editing.draft.value;
  const answered = entry?.answer;
  const sendWords = answered
    ? t(isSame(answered, labelled(draft, tools)) ? "annotate.keep" : "annotate.correct")
    : t(isEmpty(draft) && !lacksClass(draft, tools) ? "annotate.sendEmpty" : "annotate.send");
  return (
    <section class="dock" aria-label={t("annotate.answers.title")}>
      <div class="answers">
        <Button aria-pressed={answered?.kind === "none_fit"} onClick={() => run({ do: "none-fit" })}>
          <Icon name="none" />
          <span>{t("annotate.noneFit")}</span>
          <KeyHint>0</KeyHint>
        </Button>
        <Button aria-pressed={answered?.kind === "cant_tell"} onClick={() => run({ do: "cant-tell" })}>
          <Icon name="unsure" />
          <span>{t("annotate.cantTell")}</span>
          <KeyHint>X</KeyHint>
        </Button>
        <Button kind="primary" onClick={() => run({ do: "send" })}>
          <span>{sendWords}</span>
          <KeyHint>
            <Icon name="enter" />
          </KeyHint>
        </Button>
      </div>
    </section>
  );
};
