import { useEffect, useRef, useState } from "preact/hooks";
import { VOICE_SECONDS_MAX } from "../../core/voice-note.ts";
import { type Recording, voiceTypeFrom } from "./voice-file.ts";

/** Where the microphone stands: at rest, asked for, running, or not to be had, and why. */
export type Microphone =
  | { readonly state: "idle" }
  | { readonly state: "asking" }
  | { readonly state: "running"; readonly seconds: number }
  | { readonly state: "missing"; readonly why: "refused" | "none" | "failed" };

const WANTED = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"] as const;
/** Speech needs no more: a minute is a quarter of a megabyte. */
const BITS_PER_SECOND = 32_000;

const whyOf = (thrown: unknown): "refused" | "none" | "failed" => {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" ? "none" : "failed";
};

const letGo = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/**
 * A recording from the microphone, at most a minute long. Leaving the page or closing the sheet stops it, and what was
 * said until then is handed over; the microphone is let go in every case.
 */
export const useMicrophone = (
  onRecording: (recording: Recording) => void,
): { readonly now: Microphone; readonly start: () => Promise<void>; readonly stop: () => void } => {
  const [now, setNow] = useState<Microphone>({ state: "idle" });
  const hand = useRef(onRecording);
  hand.current = onRecording;
  const running = useRef<MediaRecorder | undefined>(undefined);
  const isGone = useRef(false);
  const stop = (): void => {
    if (running.current?.state === "recording") running.current.stop();
  };
  useEffect(
    () => () => {
      isGone.current = true;
      stop();
    },
    [],
  );

  const record = (stream: MediaStream): void => {
    const mimeType = WANTED.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: BITS_PER_SECOND,
      ...(mimeType === undefined ? {} : { mimeType }),
    });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      clearInterval(ticking);
      letGo(stream);
      running.current = undefined;
      const contentType = voiceTypeFrom(recorder.mimeType || (mimeType ?? ""));
      const blob = new Blob(parts, contentType ? { type: contentType } : {});
      const isThere = contentType !== undefined && blob.size > 0;
      if (isThere) hand.current({ blob, contentType });
      if (!isGone.current) setNow(isThere ? { state: "idle" } : { state: "missing", why: "failed" });
    };
    recorder.start();
    running.current = recorder;
    let seconds = 0;
    const ticking = setInterval(() => {
      seconds++;
      if (!isGone.current) setNow({ state: "running", seconds });
      if (seconds >= VOICE_SECONDS_MAX) stop();
    }, 1_000);
    setNow({ state: "running", seconds: 0 });
  };

  return {
    now,
    stop,
    start: async () => {
      if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") {
        setNow({ state: "missing", why: "none" });
        return;
      }
      setNow({ state: "asking" });
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        if (isGone.current) {
          letGo(stream);
          return;
        }
        try {
          record(stream);
        } catch (thrown) {
          // Nothing runs that could stop it later.
          letGo(stream);
          throw thrown;
        }
      } catch (thrown) {
        if (!isGone.current) setNow({ state: "missing", why: whyOf(thrown) });
      }
    },
  };
};
