import type { ComponentChildren, VNode } from "preact";
import type { LabelId } from "../../../core/ids.ts";
import { inLanguage } from "../../../core/localized.ts";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { type App, useApp } from "../../app.ts";
import { language } from "../../i18n/language.ts";
import { date, t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Show, useLoaded } from "../../parts/loaded.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { ProjectShown, Station } from "../station.ts";
import { type LabelStep, type ShownOntology, stepsOf } from "./label-history.ts";
import { ProposalOutcome } from "./proposal-outcome.tsx";
import { aboutWords, labelNames } from "./proposal-words.ts";
import { Standing } from "./standing.tsx";

interface LabelCardProps {
  readonly station: Station;
  readonly label: LabelId;
  readonly onClose: () => void;
  /** Absent while there is no item to show as the example. */
  readonly onPropose?: (() => void) | undefined;
  readonly question?: ((label: LabelId) => ComponentChildren) | undefined;
}

/** All about one label: what it means, who defined it and when, what people said against it, and what was answered. */
export const LabelCard = ({ station, label, onClose, onPropose, question }: LabelCardProps): VNode => {
  const { api } = useApp();
  const project = station.project.value;
  const shown = station.work.current.value?.ontology.labels ?? project.ontology.labels;
  const found = [...shown, ...project.ontology.labels, ...project.ontology.retired].find(({ id }) => id === label);
  const told = useLoaded(() => tellOf(api, project, label), [label, project.ontology.version]);
  const name = found ? inLanguage(found.names, language.value) : label;
  return (
    <Dialog sheet title={name} onClose={onClose}>
      <div class="stack">
        <p class="soft small">{t("say.card.title")}</p>
        {found && <p class="plain">{inLanguage(found.definition, language.value)}</p>}
        {found?.exampleUrl && (
          <img
            class="label-example"
            src={found.exampleUrl}
            alt={t("annotate.labels.example", { label: name })}
            loading="lazy"
            decoding="async"
          />
        )}
        <Show of={told} skeleton={<Skeleton height={48} count={3} />}>
          {({ steps, proposals }) => <Told steps={steps} proposals={proposals} label={label} project={project} />}
        </Show>
        {onPropose && <Button onClick={onPropose}>{t("say.card.propose")}</Button>}
        {question?.(label)}
      </div>
    </Dialog>
  );
};

interface Tale {
  readonly steps: readonly LabelStep[];
  readonly proposals: readonly ProposalShape[];
}

/** Older versions than this are not asked for: a card is not an archive. */
const VERSIONS_MAX = 30;

const tellOf = async (api: App["api"], { projectId, ontology }: ProjectShown, label: LabelId): Promise<Tale> => {
  const first = Math.max(1, ontology.version - VERSIONS_MAX + 1);
  const older = Array.from({ length: ontology.version - first }, (_, at) => first + at);
  const [{ proposals }, ...versions] = await Promise.all([
    api("listProposals", { path: { projectId } }),
    ...older.map((version): Promise<ShownOntology> => api("getOntology", { path: { projectId, version } })),
  ]);
  return { steps: stepsOf([...versions, ontology], label), proposals };
};

interface ToldProps extends Tale {
  readonly label: LabelId;
  readonly project: ProjectShown;
}

const Told = ({ steps, proposals, label, project }: ToldProps): VNode => {
  const { ontology, askedBy } = project;
  const nameOf = labelNames([...ontology.labels, ...ontology.retired]);
  const parent = ontology.labels.find(({ id }) => id === label)?.parent;
  const about = proposals.filter((one) => one.labels.includes(label) || steps.some((step) => isFor(step, one)));
  return (
    <>
      {parent && <p>{t("say.card.kindOf", { label: nameOf(parent) })}</p>}
      <section class="stack tight">
        <h3>{t("say.card.history")}</h3>
        <ol class="steps">
          {steps.map((step, at) => (
            <li key={step.version}>
              <Step
                step={step}
                first={at === 0}
                askedBy={askedBy}
                proposal={proposals.find((one) => isFor(step, one))}
              />
            </li>
          ))}
        </ol>
      </section>
      <section class="stack tight">
        <h3>{t("say.card.proposals")}</h3>
        {about.length === 0 && <p class="soft">{t("say.card.noProposals")}</p>}
        {about.map((proposal) => (
          <details key={proposal.proposalId} class="about">
            <summary>
              <span>{aboutWords(proposal, nameOf)}</span> <Standing proposal={proposal} />
            </summary>
            <div class="stack tight">
              {proposal.why && (
                <p class="plain" dir="auto">
                  {proposal.why}
                </p>
              )}
              <ProposalOutcome proposal={proposal} askedBy={askedBy} />
            </div>
          </details>
        ))}
      </section>
    </>
  );
};

const isFor = ({ because }: LabelStep, { proposalId }: ProposalShape): boolean => because?.proposalId === proposalId;

interface StepProps {
  readonly step: LabelStep;
  readonly first: boolean;
  readonly askedBy: string;
  readonly proposal: ProposalShape | undefined;
}

/** One version of it. Whoever proposed it is named only as she chose to be. */
const Step = ({ step: { version, atMs, because }, first, askedBy, proposal }: StepProps): VNode => {
  const when = { version, date: date(atMs) };
  return (
    <>
      <span>{t(first ? "say.card.since" : "say.card.changedIn", when)}</span>
      <br />
      {because ? (
        <>
          <span>{t("say.card.proposedBy", { who: proposal?.author.name ?? t("say.card.somebody") })}</span>
          <br />
          <span class="soft">{because.reason}</span>
        </>
      ) : (
        <span>{t("say.card.first", { who: askedBy })}</span>
      )}
    </>
  );
};
