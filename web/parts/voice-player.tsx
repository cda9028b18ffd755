import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { number, t } from "../i18n/t.ts";
import { Button } from "./button.tsx";
import { VoiceIcon } from "./voice-icon.tsx";

/** `0:07`, in the digits of the language. */
export const clockTime = (seconds: number): string => {
  const whole = Math.floor(seconds);
  return `${number(Math.floor(whole / 60))}:${number(whole % 60, { minimumIntegerDigits: 2 })}`;
};

/** Paused before it began: that was asked for. */
const isStopped = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === "AbortError";

interface VoicePlayerProps {
  readonly url: string;
  /** Said before "Play": whose voice it is. */
  readonly label?: string;
}

/**
 * One press plays it, the next pauses it, and the time stands beside it. Nothing is fetched before the first press. A
 * screen that draws it needs the texts of the area `voice`.
 */
export const VoicePlayer = ({ url, label }: VoicePlayerProps): VNode => {
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setPlaying(false);
    setSeconds(0);
    setBroken(false);
  }, [url]);
  const press = (): void => {
    const place = sound.current;
    if (!place) return;
    setBroken(false);
    // After a failure nothing more is fetched, and it counts as playing: it begins anew.
    if (place.error) place.load();
    // What cannot be played says so by its own event as well.
    if (place.paused) place.play().catch((thrown: unknown) => isStopped(thrown) || setBroken(true));
    else place.pause();
  };
  const words = t(playing ? "voice.pause" : "voice.play");
  return (
    <div class="row voice">
      <Button aria-label={label ? `${words}: ${label}` : words} onClick={press}>
        <VoiceIcon name={playing ? "pause" : "play"} />
        <span>{words}</span>
      </Button>
      <span class="number soft">{clockTime(seconds)}</span>
      {/* biome-ignore lint/a11y/useMediaCaption: somebody's own voice; nobody has written it down. */}
      <audio
        ref={sound}
        src={url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setSeconds(currentTarget.currentTime)}
        onError={() => setBroken(true)}
      />
      {broken && (
        <p class="wrong" role="alert">
          {t("voice.broken")}
        </p>
      )}
    </div>
  );
};
