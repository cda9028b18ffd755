import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { VOICE_BYTES_MAX, VOICE_SECONDS_MAX } from "../../core/voice-note.ts";
import { number, t } from "../i18n/t.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Notice } from "./notice.tsx";
import { faultOf, type Recording, secondsOf, type VoiceFault, voiceTypeFrom } from "./voice-file.ts";
import { VoiceIcon } from "./voice-icon.tsx";
import { clockTime, VoicePlayer } from "./voice-player.tsx";
import { useMicrophone } from "./voice-recording.ts";

interface VoiceRecorderProps {
  /** What is asked, such as "Say it by voice". */
  readonly label: string;
  readonly recording: Recording | undefined;
  /** Also called when the recorder goes away while it runs: what was said is not lost. */
  readonly onRecording: (recording: Recording | undefined) => void;
}

/**
 * A voice note of up to a minute: record, stop, hear it, record again, remove; or a recording made elsewhere, where
 * there is no microphone. A screen that draws it needs the texts of the area `voice`.
 */
export const VoiceRecorder = ({ label, recording, onRecording }: VoiceRecorderProps): VNode => {
  const [fault, setFault] = useState<VoiceFault | undefined>(undefined);
  const { now, start, stop } = useMicrophone((made) => {
    setFault(undefined);
    onRecording(made);
  });
  const input = useRef<HTMLInputElement>(null);
  const url = useMemo(() => recording && URL.createObjectURL(recording.blob), [recording?.blob]);
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );

  const take = async (file: File): Promise<void> => {
    const wrong = faultOf(file, await secondsOf(file));
    setFault(wrong);
    const contentType = voiceTypeFrom(file.type);
    if (!wrong && contentType) onRecording({ blob: new Blob([file], { type: contentType }), contentType });
  };
  const isRunning = now.state === "running";
  const said = isRunning
    ? t("voice.time", { at: clockTime(now.seconds), of: clockTime(VOICE_SECONDS_MAX) })
    : t("voice.upTo", { count: VOICE_SECONDS_MAX });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row.
    <div class="stack tight" role="group" aria-label={label}>
      {recording && url && !isRunning && <VoicePlayer url={url} label={label} />}
      <div class="row">
        <Button busy={now.state === "asking"} onClick={() => (isRunning ? stop() : void start())}>
          <VoiceIcon name={isRunning ? "stop" : "record"} />
          <span>{t(isRunning ? "voice.stop" : recording ? "voice.again" : "voice.record")}</span>
        </Button>
        {!isRunning && (
          <Button kind="quiet" onClick={() => input.current?.click()}>
            {t("voice.file")}
          </Button>
        )}
        {recording && !isRunning && (
          <Button
            kind="quiet"
            square
            aria-label={t("voice.remove")}
            title={t("voice.remove")}
            onClick={() => onRecording(undefined)}
          >
            <Icon name="trash" />
          </Button>
        )}
        {(isRunning || !recording) && <span class="number soft small">{said}</span>}
      </div>
      <input
        ref={input}
        hidden
        type="file"
        accept="audio/*"
        aria-label={t("voice.file")}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen once more.
          currentTarget.value = "";
          if (file) void take(file);
        }}
      />
      <span class="unseen" role="status">
        {isRunning ? t("voice.recording") : ""}
      </span>
      {now.state === "missing" && (
        <Notice tone="ochre" alert>
          <p>{t(`voice.${now.why}`)}</p>
        </Notice>
      )}
      {fault && (
        <p class="wrong" role="alert">
          {t(`voice.fault.${fault}`, {
            mebibytes: number(VOICE_BYTES_MAX / 1_048_576),
            count: VOICE_SECONDS_MAX,
          })}
        </p>
      )}
    </div>
  );
};
