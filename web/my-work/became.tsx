import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { date, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Pill, type Tone } from "../parts/pill.tsx";
import { spanWords } from "./day-words.ts";
import type { MyWork } from "./kept-work.ts";

type Project = MyWork["projects"][number];
type Fate = NonNullable<Project["became"]>;
type OwnProposal = Fate["proposals"][number];

/** What became of her work, project by project: what is written down, and "not known" where nothing is. */
export const Became = ({ projects }: { readonly projects: MyWork["projects"] }): VNode => (
  <section class="card stack" aria-labelledby="became">
    <h2 id="became">{t("mine.became")}</h2>
    {projects.map((project, at) => (
      <OneProject key={project.projectId} project={project} isFirst={at === 0} />
    ))}
  </section>
);

const OneProject = ({ project, isFirst }: { readonly project: Project; readonly isFirst: boolean }): VNode => {
  const { api } = useApp();
  const { projectId, title, answers, firstDay, lastDay, state, hasLeft } = project;
  const { busy, problem, run } = useAction();
  const [all, setAll] = useState<Fate | undefined>(undefined);
  const became = all ?? project.became;
  const tellAll = async (): Promise<void> => {
    const found = await api("myWork", { query: { language: language.value, projectId } });
    setAll(found.projects.find((one) => one.projectId === projectId)?.became);
  };
  return (
    <details class="mine-project" open={isFirst}>
      <summary>
        <h3>{title}</h3>{" "}
        <span class="small soft">
          {t("mine.became.answers", { count: answers })}
          {firstDay && lastDay && `, ${spanWords(firstDay, lastDay)}`}
        </span>
      </summary>
      <div class="stack">
        {became && <p class="small soft">{t("mine.became.askedBy", { askedBy: became.askedBy })}</p>}
        {hasLeft && <p>{t("mine.became.left")}</p>}
        {!hasLeft && state === "closed" && <p>{t("mine.became.closed")}</p>}
        {became && <Told became={became} />}
        <ProblemNotice problem={problem} />
        {(!became || (!all && isCut(became))) && (
          <Button busy={busy} onClick={() => void run(tellAll)}>
            {t(became ? "mine.became.all" : "mine.became.show")}
            <span class="unseen">: {title}</span>
          </Button>
        )}
      </div>
    </details>
  );
};

const isCut = (became: Fate): boolean =>
  became.purpose.endsWith("…") ||
  became.exports.length < became.exportCount ||
  became.proposals.length < became.proposalCount ||
  became.seconded.length < became.secondedCount ||
  became.uses.length < became.useCount;

const Told = ({ became }: { readonly became: Fate }): VNode => {
  const { purpose, exports, exportCount, proposals, proposalCount, seconded, secondedCount, uses, useCount } = became;
  return (
    <>
      <div>
        <h4>{t("mine.became.purpose")}</h4>
        <p>{purpose}</p>
      </div>
      <Part title={t("mine.became.uses")} count={useCount} none={t("mine.became.unknown")}>
        {uses.map(({ text, statedAtMs }) => (
          <li key={statedAtMs}>
            {date(statedAtMs)}: {text}
          </li>
        ))}
      </Part>
      <Part title={t("mine.became.exports")} count={exportCount} none={t("mine.became.noExports")}>
        {exports.map(({ asOfMs, answers }) => (
          <li key={asOfMs}>{t("mine.became.export", { date: date(asOfMs), count: answers })}</li>
        ))}
      </Part>
      <Part title={t("mine.became.proposals")} count={proposalCount} none={t("mine.became.noProposals")}>
        {proposals.map((one) => (
          <ProposalLine key={one.proposalId} proposal={one} />
        ))}
      </Part>
      {secondedCount > 0 && (
        <Part title={t("mine.became.seconded")} count={secondedCount} none="">
          {seconded.map((one) => (
            <ProposalLine key={one.proposalId} proposal={one} />
          ))}
        </Part>
      )}
    </>
  );
};

interface PartProps {
  readonly title: string;
  /** How many there are in all. */
  readonly count: number;
  /** Said where there are none. */
  readonly none: string;
  readonly children: readonly ComponentChildren[];
}

const Part = ({ title, count, none, children }: PartProps): VNode => (
  <div>
    <h4>{title}</h4>
    {count === 0 ? (
      <p class="soft">{none}</p>
    ) : (
      <ul class="mine-list">
        {children}
        {children.length < count && <li class="soft">{t("mine.became.more", { count: count - children.length })}</li>}
      </ul>
    )}
  </div>
);

const TONES: Readonly<Record<OwnProposal["state"], Tone | undefined>> = {
  open: "ochre",
  asked: "sky",
  accepted: "leaf",
  declined: "clay",
  withdrawn: undefined,
};

const ProposalLine = ({ proposal }: { readonly proposal: OwnProposal }): VNode => {
  const { kind, words, state, reason } = proposal;
  const tone = TONES[state];
  return (
    <li>
      {t(`mine.kind.${kind}`)}: {words ? <q>{words}</q> : t("mine.spoken")}{" "}
      <Pill {...(tone && { tone })}>{stateWords(proposal)}</Pill>
      {reason && <p class="small">{t("mine.reason", { reason })}</p>}
    </li>
  );
};

const stateWords = ({ state, version, instructionsVersion, ageDays }: OwnProposal): string => {
  if (state === "open") return t("mine.state.open", { count: ageDays });
  if (state !== "accepted") return t(`mine.state.${state}`);
  if (version !== undefined) return t("mine.state.accepted.labels", { version });
  if (instructionsVersion !== undefined) return t("mine.state.accepted.instructions", { version: instructionsVersion });
  return t("mine.state.accepted");
};
