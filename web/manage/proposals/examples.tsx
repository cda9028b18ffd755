import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { VoicePlayer } from "../../parts/voice-player.tsx";
import type { ProjectShown } from "../project-frame.tsx";
import type { ProposalShown } from "./change-draft.ts";
import { ExampleShown } from "./example-shown.tsx";
import { personWords } from "./proposal-words.ts";

interface ExamplesProps {
  readonly project: ProjectShown;
  readonly proposal: ProposalShown;
}

/** Where its author saw it, and where others did, side by side. Others are known by their tags alone. */
export const Examples = ({ project, proposal }: ExamplesProps): VNode => {
  const { projectId, media } = project;
  const { author, example, seconds = [] } = proposal;
  const by = personWords(author);
  return (
    <section class="stack">
      <h2>{seconds.length === 0 ? t("proposals.seenByAuthor") : t("proposals.seenBy", { count: seconds.length })}</h2>
      <ul class="examples">
        <li class="card stack tight">
          <ExampleShown
            projectId={projectId}
            media={media}
            example={example}
            heightMax={260}
            alt={t("proposals.example.of", { person: by })}
          />
          <p>
            <strong>{by}</strong> <span class="small soft">{t("proposals.author")}</span>
          </p>
        </li>
        {seconds.map(({ author: { tag }, example: seen, note, voice }) => {
          const who = t("proposals.person", { tag });
          return (
            <li key={tag} class="card stack tight">
              {seen && (
                <ExampleShown
                  projectId={projectId}
                  media={media}
                  example={seen}
                  heightMax={260}
                  alt={t("proposals.example.of", { person: who })}
                />
              )}
              <p>
                <strong>{who}</strong> <span class="small soft">{t("proposals.seconder")}</span>
              </p>
              {note && (
                <p class="written" dir="auto">
                  {note}
                </p>
              )}
              {voice && <VoicePlayer url={voice.url} label={t("proposals.voice.of", { person: who })} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
