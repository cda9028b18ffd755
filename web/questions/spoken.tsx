import type { ComponentChildren, VNode } from "preact";
import type { ThreadShape } from "../../lambdas/api/threads.ts";
import { date, t } from "../i18n/t.ts";
import { VoicePlayer } from "../parts/voice-player.tsx";
import "./questions.css";
import { speakerName, type WordShape } from "./speaker-words.ts";

interface SpokenProps {
  readonly thread: ThreadShape;
  /** What may be done about a word. */
  readonly actions?: (word: WordShape) => ComponentChildren;
}

/** What was said to a question, oldest first, as it was said: plain text, whatever stands in it. */
export const Spoken = ({ thread, actions }: SpokenProps): VNode => (
  <ol class="spoken">
    {thread.words.map((word) => (
      <li key={word.wordId} class={word.speaker === "vendor" ? "answer" : undefined}>
        <p class="small soft">
          <bdi>{speakerName(word)}</bdi> · {date(word.atMs, { dateStyle: "medium", timeStyle: "short" })}
        </p>
        {word.hidden && <HiddenNotice hidden={word.hidden} isMe={word.isMe} />}
        {word.text !== undefined && (
          <p class="told" dir="auto" lang={word.language}>
            {word.text}
          </p>
        )}
        {word.voice && <VoicePlayer url={word.voice.url} label={t("questions.voiceOf", { who: speakerName(word) })} />}
        {actions?.(word)}
      </li>
    ))}
  </ol>
);

const HiddenNotice = ({
  hidden,
  isMe,
}: {
  readonly hidden: NonNullable<WordShape["hidden"]>;
  readonly isMe: boolean;
}) =>
  hidden.by === "author" ? (
    <p class="small soft">{t(isMe ? "questions.takeBack.mine" : "questions.takeBack.other")}</p>
  ) : (
    <p class="small hidden-notice">
      {t(`questions.hidden.${hidden.ground}`)} <bdi>{hidden.reason}</bdi>
    </p>
  );
