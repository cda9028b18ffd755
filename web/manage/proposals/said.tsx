import type { VNode } from "preact";
import { languageName } from "../../i18n/language-name.ts";
import { date, t } from "../../i18n/t.ts";
import { Pill } from "../../parts/pill.tsx";
import { VoicePlayer } from "../../parts/voice-player.tsx";
import { labelName } from "../../review/label-names.ts";
import type { ProjectShown } from "../project-frame.tsx";
import type { ProposalShown } from "./change-draft.ts";
import { ageWords, askedWords, everyLabel, personWords } from "./proposal-words.ts";
import { StandingPill } from "./standing-pill.tsx";
import { InEach, ProposedName, Written } from "./written.tsx";

interface SaidProps {
  readonly project: ProjectShown;
  readonly proposal: ProposalShown;
}

/** What its author said, in her own words, and what was asked and answered since. */
export const Said = ({ project, proposal }: SaidProps): VNode => {
  const { kind, labels, names, definition, why, language, voice, author, createdAtMs } = proposal;
  const known = everyLabel(project.ontology);
  const closest = kind === "add" ? labels[0] : undefined;
  const by = personWords(author);
  return (
    <section class="card stack">
      <div class="row apart">
        <h2>{names ? <ProposedName names={names} /> : t("proposals.said")}</h2>
        <span class="row">
          {proposal.isOverdue && (
            <Pill tone="ochre">{t("proposals.overdue", { age: ageWords(proposal.ageDays) })}</Pill>
          )}
          {proposal.standing.state !== "open" && <StandingPill state={proposal.standing.state} />}
        </span>
      </div>
      <dl class="facts">
        <dt>{t("proposals.asks")}</dt>
        <dd>{askedWords({ kind, labels }, known)}</dd>
        <dt>{t("proposals.by")}</dt>
        <dd>
          {by}, {date(createdAtMs)}
        </dd>
        <dt>{t("proposals.language")}</dt>
        <dd>{languageName(language)}</dd>
        {closest && (
          <>
            <dt>{t("proposals.closestLabel")}</dt>
            <dd>{labelName(known, closest)}</dd>
          </>
        )}
      </dl>
      {definition && (
        <div class="stack tight">
          <h3>{t("proposals.definition")}</h3>
          <InEach text={definition} />
        </div>
      )}
      {(why || voice) && (
        <div class="stack tight">
          <h3>{t("proposals.why")}</h3>
          {why && <Written language={language} text={why} />}
          {voice && <VoicePlayer url={voice.url} label={t("proposals.voice.of", { person: by })} />}
        </div>
      )}
      {proposal.words.length > 0 && (
        <ol class="words">
          {proposal.words.map((word) => {
            const who = word.by === "vendor" ? project.askedBy : by;
            return (
              <li key={word.atMs}>
                <p class="small soft">
                  {t(word.by === "vendor" ? "proposals.asked" : "proposals.replied", { person: who })} ·{" "}
                  {date(word.atMs, { dateStyle: "medium", timeStyle: "short" })}
                </p>
                {word.text && (
                  <p class="written" dir="auto">
                    {word.text}
                  </p>
                )}
                {word.voice && <VoicePlayer url={word.voice.url} label={t("proposals.voice.of", { person: who })} />}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
};
