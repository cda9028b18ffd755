import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import type { NewLabelDraft } from "./change-draft.ts";
import { EveryLanguageField } from "./every-language-field.tsx";

interface NewLabelFieldsProps {
  readonly title: string;
  readonly value: NewLabelDraft;
  readonly wrong?: string | undefined;
  readonly onValue: (value: NewLabelDraft) => void;
}

/** Name, meaning and colour of a label that is about to be made. */
export const NewLabelFields = ({ title, value, wrong, onValue }: NewLabelFieldsProps): VNode => {
  const put = (part: Partial<NewLabelDraft>): void => onValue({ ...value, ...part });
  return (
    <fieldset class="new-label">
      <legend>{title}</legend>
      <EveryLanguageField
        label={t("proposals.change.name")}
        value={value.names}
        maxLength={80}
        wrong={wrong}
        onValue={(names) => put({ names })}
      />
      <EveryLanguageField
        label={t("proposals.change.definition")}
        value={value.definition}
        maxLength={2_000}
        lines={2}
        onValue={(definition) => put({ definition })}
      />
      <label class="row">
        <input type="color" value={value.colour} onInput={(event) => put({ colour: event.currentTarget.value })} />
        <span>{t("proposals.change.colour")}</span>
      </label>
    </fieldset>
  );
};
