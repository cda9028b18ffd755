import { VOICE_BYTES_MAX, VOICE_SECONDS_MAX, VOICE_TYPES, type VoiceType } from "../../core/voice-note.ts";

/** What somebody said, on this device. */
export interface Recording {
  readonly blob: Blob;
  readonly contentType: VoiceType;
}

/** Why a file cannot be a voice note: it is no such sound, too large, or longer than a minute. */
export type VoiceFault = "type" | "size" | "length";

/** Other names under which browsers and phones hand out the same sounds. */
const ALSO_CALLED: Readonly<Record<string, VoiceType>> = {
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/x-m4a": "audio/mp4",
  "audio/m4a": "audio/mp4",
  "audio/opus": "audio/ogg",
  // Chromium calls a WebM file so, whether it has a picture or not.
  "video/webm": "audio/webm",
};

/** The kind of sound that a recorder or a file says it is; undefined for what is not taken. */
export const voiceTypeFrom = (mime: string): VoiceType | undefined => {
  const plain = mime.split(";")[0]?.trim().toLowerCase() ?? "";
  return VOICE_TYPES.find((type) => type === plain) ?? ALSO_CALLED[plain];
};

/** Recorders stop a little late, on both sides of the wire. */
const SECONDS_SLACK = 2;

/** What keeps a file from being sent; undefined when nothing does. A length that cannot be known is left to the server. */
export const faultOf = (
  { size, type }: { readonly size: number; readonly type: string },
  seconds: number | undefined,
): VoiceFault | undefined => {
  if (!voiceTypeFrom(type) || size === 0) return "type";
  if (size > VOICE_BYTES_MAX) return "size";
  return seconds !== undefined && seconds > VOICE_SECONDS_MAX + SECONDS_SLACK ? "length" : undefined;
};

const LOOKS_FOR_MS = 4_000;

/** How long a sound lasts, in seconds, as far as this browser can tell: undefined when it cannot play it or the file does not say. */
export const secondsOf = (file: Blob): Promise<number | undefined> =>
  new Promise((resolve) => {
    const url = URL.createObjectURL(file);
    const sound = new Audio();
    const done = (seconds: number | undefined): void => {
      clearTimeout(timer);
      URL.revokeObjectURL(url);
      resolve(seconds !== undefined && Number.isFinite(seconds) ? seconds : undefined);
    };
    const timer = setTimeout(() => done(undefined), LOOKS_FOR_MS);
    sound.onloadedmetadata = () => done(sound.duration);
    sound.onerror = () => done(undefined);
    sound.preload = "metadata";
    sound.src = url;
  });
