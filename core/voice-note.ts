import type { ProjectId } from "./ids.ts";

/** A recording of somebody's voice: in the bucket of dropped files, in a folder of its project that ingest passes by. */
export interface VoiceNote {
  readonly key: string;
  /** The one that was looked at: the form takes posts for a while after. Absent where the bucket keeps no versions. */
  readonly versionId?: string;
  /** Sniffed from its bytes, and what it is ever served as. */
  readonly contentType: VoiceType;
  readonly sizeBytes: number;
}

export const VOICE_FOLDER = ".voice";
/** A minute of speech as browsers record it is 120 to 480 KB. */
export const VOICE_BYTES_MAX = 1_048_576;
export const VOICE_SECONDS_MAX = 60;

const ENDINGS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav" } as const;
export type VoiceType = keyof typeof ENDINGS;
/** What browsers record, and WAV. */
export const VOICE_TYPES = Object.keys(ENDINGS) as readonly VoiceType[];

const folderOf = (projectId: ProjectId): string => `${projectId}/${VOICE_FOLDER}/`;

/** A key that nobody chose. */
export const voiceKeyOf = (projectId: ProjectId, id: string, contentType: VoiceType): string =>
  `${folderOf(projectId)}${id}.${ENDINGS[contentType]}`;

/** The type that a voice note of this project is served as; undefined for any other key. */
export const voiceTypeOf = (projectId: ProjectId, key: string): VoiceType | undefined => {
  const folder = folderOf(projectId);
  if (!key.startsWith(folder)) return undefined;
  const ending = /^[0-9A-Za-z-]{1,64}\.([a-z0-9]+)$/.exec(key.slice(folder.length))?.[1];
  return VOICE_TYPES.find((type) => ENDINGS[type] === ending);
};
