import type { VNode } from "preact";
import { isUnanswered } from "../../../core/proposal.ts";
import { date, t } from "../../i18n/t.ts";
import { Pill } from "../../parts/pill.tsx";
import { VoicePlayer } from "../../parts/voice-player.tsx";
import { labelName } from "../../review/label-names.ts";
import type { ProjectShown } from "../project-frame.tsx";
import { ExampleShown } from "./example-shown.tsx";
import type { ProposalListed } from "./inbox-order.ts";
import { ageWords, askedWords, everyLabel, personWords } from "./proposal-words.ts";

import { StandingPill } from "./standing-pill.tsx";
import { ProposedName, Written } from "./written.tsx";

interface ProposalCardProps {
  readonly project: ProjectShown;
  readonly proposal: ProposalListed;
}

/** A proposal in the inbox: enough to know what is asked, by how many, and since when. */
export const ProposalCard = ({ project, proposal }: ProposalCardProps): VNode => {
  const { proposalId, kind, labels, names, why, language, voice, example, author, standing } = proposal;
  const known = everyLabel(project.ontology);
  const by = personWords(author);
  const closest = kind === "add" ? labels[0] : undefined;
  return (
    <li class="card inbox-card">
      <ExampleShown
        projectId={project.projectId}
        media={project.media}
        example={example}
        heightMax={150}
        alt={t("proposals.example.of", { person: by })}
      />
      <div class="stack tight">
        <div class="row apart">
          <h3>
            <a href={`/p/${project.projectId}/proposals/${proposalId}`}>
              {askedWords({ kind, labels }, known)}
              {names && (
                <>
                  {": "}
                  <ProposedName names={names} />
                </>
              )}
            </a>
          </h3>
          <Age proposal={proposal} />
        </div>
        {why && <Written language={language} text={why} />}
        {voice && <VoicePlayer url={voice.url} label={t("proposals.voice.of", { person: by })} />}
        <p class="small soft">
          {[
            by,
            closest && t("proposals.closest", { label: labelName(known, closest) }),
            proposal.secondCount !== undefined && t("proposals.seconds", { count: proposal.secondCount }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {(standing.state === "accepted" || standing.state === "declined") && (
          <p class="written">
            <span class="small soft">{t("proposals.reason")}</span> {standing.reason}
          </p>
        )}
      </div>
    </li>
  );
};

const Age = ({ proposal }: Pick<ProposalCardProps, "proposal">): VNode => {
  const { standing, ageDays, isOverdue } = proposal;
  if (!isUnanswered(proposal))
    return (
      <span class="row">
        {"atMs" in standing && <span class="small soft">{date(standing.atMs)}</span>}
        <StandingPill state={standing.state} />
      </span>
    );
  return (
    <span class="row">
      {standing.state === "asked" && <StandingPill state="asked" />}
      <Pill {...(isOverdue && { tone: "ochre" as const })}>
        {isOverdue ? t("proposals.overdue", { age: ageWords(ageDays) }) : ageWords(ageDays)}
      </Pill>
    </span>
  );
};
