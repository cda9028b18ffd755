import type { VNode } from "preact";
import { relabellingCost } from "../../../core/relabelling.ts";
import { number, t } from "../../i18n/t.ts";
import { Field } from "../../parts/field.tsx";
import type { ProjectShown } from "../project-frame.tsx";
import type { Plan } from "./followed-plan.ts";
import { costWords } from "./proposal-words.ts";

/** As many as the server takes at once. */
const SAMPLE_MAX = 1_000;

export interface ScopeDraft {
  readonly kind: "all" | "sample";
  /** As typed. */
  readonly sample: string;
}

/** Which of the affected items are asked for; undefined while the sample is no number that makes sense. */
export const scopeOf = ({ kind, sample }: ScopeDraft, affected: number): Plan["scope"] => {
  if (kind === "all") return { kind };
  const items = Number(sample);
  const fits = Number.isInteger(items) && items >= 1 && items < affected && items <= SAMPLE_MAX;
  return fits ? { kind, items } : undefined;
};

interface ScopeFieldProps {
  readonly project: ProjectShown;
  readonly plan: Plan;
  readonly value: ScopeDraft;
  readonly onValue: (value: ScopeDraft) => void;
}

/** All of them, or a sample first to see what comes out. One item is no choice. */
export const ScopeField = ({ project, plan: { affected }, value, onValue }: ScopeFieldProps): VNode | null => {
  if (affected < 2) return null;
  const most = Math.min(SAMPLE_MAX, affected - 1);
  const scope = scopeOf(value, affected);
  const cost =
    scope?.kind === "sample" ? costWords(relabellingCost(scope.items, project.overlap, project.pay)) : undefined;
  return (
    <fieldset class="choices">
      <legend>{t("proposals.scope")}</legend>
      <label>
        <input
          type="radio"
          name="scope"
          checked={value.kind === "all"}
          onChange={() => onValue({ ...value, kind: "all" })}
        />
        {t("proposals.scope.all", { count: affected })}
      </label>
      <label>
        <input
          type="radio"
          name="scope"
          checked={value.kind === "sample"}
          onChange={() =>
            onValue({
              kind: "sample",
              sample: scopeOf({ ...value, kind: "sample" }, affected) ? value.sample : String(most),
            })
          }
        />
        {t("proposals.scope.sample")}
      </label>
      {value.kind === "sample" && (
        <Field
          label={t("proposals.scope.items")}
          hint={cost && t("proposals.scope.cost", { cost })}
          wrong={scope ? undefined : t("proposals.scope.wrong", { most: number(most) })}
        >
          {(control) => (
            <input
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={most}
              value={value.sample}
              onInput={(event) => onValue({ kind: "sample", sample: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
};
