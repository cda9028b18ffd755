import type { VNode } from "preact";
import { CONFIDENCE_TARGETS } from "../../core/project.ts";
import { percent, t } from "../i18n/t.ts";
import { ForecastLine } from "./forecast-line.tsx";
import { type ProjectDraft, payOf } from "./project-draft.ts";

interface CertaintyFieldProps {
  readonly draft: ProjectDraft;
  readonly put: (part: Partial<ProjectDraft>) => void;
}

/** How sure an item must be to stop asking. Only where classes exclude each other: what else is asked goes by majority. */
export const CertaintyField = ({ draft, put }: CertaintyFieldProps): VNode | null =>
  draft.tools.includes("class") ? (
    <fieldset class="choices">
      <legend>{t("manage.form.certainty")}</legend>
      {CONFIDENCE_TARGETS.map((target) => (
        <label key={target}>
          <input
            type="radio"
            name="certainty"
            checked={draft.confidenceTarget === target}
            onChange={() => put({ confidenceTarget: target })}
          />
          {target === "majority"
            ? t("manage.form.certaintyMajority")
            : t("manage.form.certaintyTarget", { share: percent(target) })}
        </label>
      ))}
      <ForecastLine
        labels={draft.labels.filter(({ names }) => Object.keys(names).length > 0).length}
        confidenceTarget={draft.confidenceTarget}
        overlap={{ min: Number(draft.overlapMin), max: Number(draft.overlapMax) }}
        pay={payOf(draft)}
      />
    </fieldset>
  ) : null;
