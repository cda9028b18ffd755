import type { VNode } from "preact";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { t } from "../../i18n/t.ts";
import { VoicePlayer } from "../../parts/voice-player.tsx";

interface OutcomeProps {
  readonly proposal: ProposalShape;
  /** Who asks for the labels here. */
  readonly askedBy: string;
}

/** What was said back and forth about a proposal, and the answer with its reason. */
export const ProposalOutcome = ({ proposal, askedBy }: OutcomeProps): VNode => {
  const { words, standing, secondCount, isSeconded, author } = proposal;
  const isAnswered = standing.state === "accepted" || standing.state === "declined";
  return (
    <>
      {words.map(({ by, text, voice, atMs }) => {
        const who =
          by === "vendor" ? t("say.words.vendor", { askedBy }) : t(author.isMe ? "say.words.me" : "say.words.author");
        return (
          <div key={`${by} ${atMs}`}>
            <h3>{who}</h3>
            {text && (
              <p class="plain" dir="auto">
                {text}
              </p>
            )}
            {voice && <VoicePlayer url={voice.url} label={who} />}
          </div>
        );
      })}
      {isAnswered && (
        <div>
          <h3>{t("say.reason")}</h3>
          <p class="plain" dir="auto">
            {standing.reason}
          </p>
        </div>
      )}
      {isSeconded && <p class="soft small">{t("say.standing.seconded")}</p>}
      {isAnswered && secondCount !== undefined && secondCount > 0 && (
        <p class="soft small">{t("say.standing.seconds", { count: secondCount })}</p>
      )}
    </>
  );
};
