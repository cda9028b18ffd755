import type { FuzzTarget } from "./fuzz-target.ts";
import { answerTargets } from "./targets/answers.ts";
import { bucketTargets } from "./targets/bucket-requests.ts";
import { commandLineTargets } from "./targets/command-line-files.ts";
import { manifestTargets } from "./targets/manifests.ts";
import { pictureTargets } from "./targets/pictures.ts";
import { recordingTargets } from "./targets/recordings.ts";
import { shapeTargets } from "./targets/shapes.ts";
import { tableTargets } from "./targets/table-requests.ts";
import { tokenTargets } from "./targets/tokens.ts";

/** Every parser of what strangers send. */
export const parserTargets: readonly FuzzTarget[] = [
  ...pictureTargets,
  ...recordingTargets,
  ...manifestTargets,
  ...answerTargets,
  ...shapeTargets,
  ...tokenTargets,
  ...commandLineTargets,
  ...bucketTargets,
  ...tableTargets,
];
