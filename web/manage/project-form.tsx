import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { LEASE_MS, MEDIA_KINDS, OVERLAP_MAX, PACKET_ITEMS } from "../../core/project.ts";
import { t } from "../i18n/t.ts";
import type { Action } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Field, TextField } from "../parts/field.tsx";
import { Notice, ProblemNotice } from "../parts/notice.tsx";
import { CertaintyField } from "./certainty-field.tsx";
import { LabelsEditor } from "./labels-editor.tsx";
import { LocalizedField } from "./localized-field.tsx";
import { PayFields } from "./pay-fields.tsx";
import { type ProjectDraft, toolsFor, type Wrong, wrongIn } from "./project-draft.ts";

interface ProjectFormProps {
  readonly first: ProjectDraft;
  /** `create` and `draft` show everything; of an open project only what may still change. */
  readonly mode: "create" | "draft" | "running";
  /** Absent while it is being made. */
  readonly projectId?: string;
  readonly action: Action;
  readonly go: string;
  readonly onSend: (draft: ProjectDraft) => void;
}

/** Everything that a project states, in four parts; says what is missing by the field, not by failing. */
export const ProjectForm = ({ first, mode, projectId, action, go, onSend }: ProjectFormProps): VNode => {
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const [complaints, setComplaints] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const put = (part: Partial<ProjectDraft>): void => setDraft({ ...draft, ...part });
  const wrong = wrongIn(draft);
  const complaint = (field: keyof Wrong): string | undefined =>
    tried && wrong[field] ? t(`manage.wrong.${field}`) : undefined;
  const send = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length === 0) onSend(draft);
    else setComplaints(complaints + 1);
  };
  useEffect(() => {
    if (complaints > 0)
      form.current
        ?.querySelector<HTMLElement>("[aria-invalid], .wrong")
        ?.closest("fieldset, .field, .card")
        ?.querySelector<HTMLElement>("input, textarea")
        ?.focus();
  }, [complaints]);
  return (
    <form ref={form} class="stack" noValidate onSubmit={send}>
      <section class="card stack">
        <h2>{t("manage.form.what")}</h2>
        <LocalizedField
          label={t("manage.form.title")}
          value={draft.title}
          maxLength={200}
          wrong={complaint("title")}
          onValue={(title) => put({ title })}
        />
        <TextField
          label={t("manage.form.askedBy")}
          hint={t("manage.form.askedByHint")}
          value={draft.askedBy}
          maxLength={200}
          wrong={complaint("askedBy")}
          onValue={(askedBy) => put({ askedBy })}
        />
        <LocalizedField
          label={t("manage.form.purpose")}
          hint={t("manage.form.purposeHint")}
          value={draft.purpose}
          maxLength={2_000}
          lines={2}
          wrong={complaint("purpose")}
          onValue={(purpose) => put({ purpose })}
        />
        <LocalizedField
          label={t("manage.form.instructions")}
          hint={t("manage.form.instructionsHint")}
          value={draft.instructions}
          maxLength={20_000}
          lines={5}
          wrong={complaint("instructions")}
          onValue={(instructions) => put({ instructions })}
        />
      </section>
      {mode !== "running" && (
        <section class="card stack">
          <h2>{t("manage.form.labels")}</h2>
          {mode === "create" && <MediaField draft={draft} put={put} />}
          <ToolsField draft={draft} put={put} wrong={complaint("tools")} />
          <LabelsEditor projectId={projectId} labels={draft.labels} onLabels={(labels) => put({ labels })} />
          {complaint("labels") && <p class="wrong">{complaint("labels")}</p>}
          {complaint("examples") && <p class="wrong">{complaint("examples")}</p>}
        </section>
      )}
      <section class="card stack">
        <h2>{t("manage.form.people")}</h2>
        {mode !== "running" && (
          <>
            <div class="pair">
              <NumberField
                label={t("manage.form.overlapMin")}
                value={draft.overlapMin}
                min={1}
                max={OVERLAP_MAX}
                onValue={(overlapMin) => put({ overlapMin })}
              />
              <NumberField
                label={t("manage.form.overlapMax")}
                value={draft.overlapMax}
                min={1}
                max={OVERLAP_MAX}
                onValue={(overlapMax) => put({ overlapMax })}
              />
            </div>
            <p class="soft small">{t("manage.form.overlapHint")}</p>
            <CertaintyField draft={draft} put={put} />
            {complaint("overlap") && <p class="wrong">{complaint("overlap")}</p>}
          </>
        )}
        <PayFields draft={draft} put={put} wrong={complaint("pay")} secondsWrong={complaint("seconds")} />
        <ProposalsFirstField draft={draft} put={put} />
        <details>
          <summary>{t("manage.form.more")}</summary>
          <div class="pair">
            <NumberField
              label={t("manage.form.lease")}
              value={draft.leaseMinutes}
              min={LEASE_MS.min / 60_000}
              max={LEASE_MS.max / 60_000}
              onValue={(leaseMinutes) => put({ leaseMinutes })}
            />
            <NumberField
              label={t("manage.form.packet")}
              value={draft.packetItems}
              min={PACKET_ITEMS.min}
              max={PACKET_ITEMS.max}
              onValue={(packetItems) => put({ packetItems })}
            />
          </div>
        </details>
      </section>
      {tried && Object.keys(wrong).length > 0 && (
        <Notice tone="clay" alert>
          <p>{t("manage.wrong.all")}</p>
        </Notice>
      )}
      <ProblemNotice problem={action.problem} />
      <div class="row end">
        <Button kind="primary" type="submit" busy={action.busy}>
          {go}
        </Button>
      </div>
    </form>
  );
};

interface PartProps {
  readonly draft: ProjectDraft;
  readonly put: (part: Partial<ProjectDraft>) => void;
  readonly wrong?: string | undefined;
}

const MediaField = ({ draft, put }: PartProps): VNode => (
  <fieldset class="choices">
    <legend>{t("manage.form.media")}</legend>
    {MEDIA_KINDS.map((media) => (
      <label key={media}>
        <input
          type="radio"
          name="media"
          checked={draft.media === media}
          onChange={() => put({ media, tools: draft.tools.filter((tool) => toolsFor(media).includes(tool)) })}
        />
        {t(`home.media.${media}`)}
      </label>
    ))}
  </fieldset>
);

const ToolsField = ({ draft, put, wrong }: PartProps): VNode => (
  <fieldset class="choices">
    <legend>{t("manage.form.tools")}</legend>
    {toolsFor(draft.media).map((tool) => (
      <label key={tool}>
        <input
          type="checkbox"
          checked={draft.tools.includes(tool)}
          onChange={({ currentTarget }) => {
            const rival = tool === "class" ? "classes" : tool === "classes" ? "class" : undefined;
            const others = draft.tools.filter((one) => one !== tool && !(currentTarget.checked && one === rival));
            put({ tools: currentTarget.checked ? [...others, tool] : others });
          }}
        />
        {t(`manage.tool.${tool}`)}
      </label>
    ))}
    {wrong && <p class="wrong">{wrong}</p>}
  </fieldset>
);

/** Whether new files wait for answers to what many people asked for. */
const ProposalsFirstField = ({ draft, put }: PartProps): VNode => (
  <div class="choices">
    <label>
      <input
        type="checkbox"
        aria-describedby="proposals-first"
        checked={draft.proposalsFirst}
        onChange={({ currentTarget }) => put({ proposalsFirst: currentTarget.checked })}
      />
      {t("manage.form.proposalsFirst")}
    </label>
    <p class="soft small" id="proposals-first">
      {t("manage.form.proposalsFirstHint")}
    </p>
  </div>
);

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
  readonly onValue: (value: string) => void;
}

const NumberField = ({ label, value, min, max, onValue }: NumberFieldProps): VNode => (
  <Field label={label}>
    {(control) => (
      <input
        {...control}
        type="number"
        inputMode="numeric"
        value={value}
        min={min}
        max={max}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    )}
  </Field>
);
