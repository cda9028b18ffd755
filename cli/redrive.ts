import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { countOf, type Letter, movingOf, sampleOf, startMoving } from "./dead-letters.ts";
import {
  type DeadLetters,
  findDeadLetters,
  MACHINE_QUEUES,
  type Queues,
  queuesInAws,
  queuesInFolder,
} from "./machine-queues.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
const PER_SECOND_MAX = 500;
const LOOK_EVERY_MS = 2000;

/**
 * Shows what failed too often and moves it back to be tried again, slowly enough that what was just mended is not
 * overrun. Handlers are idempotent, so that moving too much, or twice, does no harm.
 */
export const redrive: Command = {
  words: ["redrive"],
  usage:
    "redrive [--queue ingest|retry|export|relabel] [--folder FOLDER | --aws [--stage STAGE]] [--dry-run] [--per-second N]",
  summary: "show the dead letters of each queue and move them back to be tried again",
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        queue: { type: "string" },
        folder: { type: "string", default: ".labelloop" },
        aws: { type: "boolean", default: false },
        stage: { type: "string", default: "dev" },
        "dry-run": { type: "boolean", default: false },
        "per-second": { type: "string", default: "10" },
      },
    });
    const perSecond = perSecondOf(values["per-second"]);
    if (values.queue !== undefined && !MACHINE_QUEUES.some((name) => name === values.queue))
      throw new Error(`--queue ${values.queue}: expected one of ${MACHINE_QUEUES.join(", ")}`);
    const queues = values.aws ? queuesInAws(values.stage) : await queuesInFolder(values.folder);
    const wanted = (await findDeadLetters(queues)).filter(({ queue }) => !values.queue || queue === values.queue);
    const reasonOf = values.aws ? async () => undefined : reasonIn(values.folder);
    let waiting = 0;
    for (const letters of wanted) waiting += await show(queues, letters, reasonOf);
    if (values.aws && waiting > 0) console.log(QUERY);
    if (values["dry-run"]) return;
    for (const letters of wanted) await move(queues, letters, perSecond);
  },
};

const perSecondOf = (text: string): number => {
  const perSecond = Number(text);
  if (/^\d{1,3}$/.test(text) && perSecond >= 1 && perSecond <= PER_SECOND_MAX) return perSecond;
  throw new Error(`--per-second ${text}: expected a whole number from 1 to ${PER_SECOND_MAX}`);
};

/** Why each failed is in the functions' logs, under its message's id. */
const QUERY = `
Why, in CloudWatch Logs Insights over the logs of these functions:
  fields @timestamp, messageId, receives, error | filter event = "message.failed" | sort @timestamp desc
`;

const show = async (
  { client }: Queues,
  letters: DeadLetters,
  reasonOf: (letters: DeadLetters, letter: Letter) => Promise<string | undefined>,
): Promise<number> => {
  const count = await countOf(client, letters);
  if (count === 0) {
    console.log(`${letters.queue}: no dead letters`);
    return 0;
  }
  const sample = await sampleOf(client, letters);
  const since = sample[0] ? `, the oldest sent ${new Date(sample[0].sentAtMs).toISOString()}` : "";
  console.log(`${letters.queue}: ${count} dead letter${count === 1 ? "" : "s"}${since}`);
  for (const letter of sample) {
    console.log(`  ${letter.messageId}  ${letter.about}`);
    const reason = await reasonOf(letters, letter);
    if (reason) console.log(`    failed with: ${reason}`);
  }
  return count;
};

/** The function's own last word on it, where its log lies on this machine. */
const reasonIn =
  (folder: string) =>
  async ({ queue }: DeadLetters, { messageId }: Letter): Promise<string | undefined> => {
    const name = `${queue.charAt(0).toUpperCase()}${queue.slice(1)}.log`;
    const log = await readFile(join(folder, "logs", name), "utf8").catch(() => "");
    const line = log.split("\n").findLast((one) => one.includes(messageId) && one.includes('"message.failed"'));
    const told: unknown = line && JSON.parse(line);
    const error = typeof told === "object" && told !== null ? Reflect.get(told, "error") : undefined;
    return typeof error === "string" ? error.split("\n")[0] : undefined;
  };

const move = async ({ client }: Queues, letters: DeadLetters, perSecond: number): Promise<void> => {
  const count = await countOf(client, letters);
  const before = await movingOf(client, letters);
  if (count === 0 && before.state !== "moving") return;
  if (before.state !== "moving") await startMoving(client, letters, perSecond);
  for (;;) {
    const { state, moved, reason } = await movingOf(client, letters);
    console.log(`${letters.queue}: ${moved} moved back, at most ${perSecond} a second`);
    if (state === "moved") return;
    if (state === "failed") throw new Error(`${letters.queue}: moving stopped: ${reason ?? "SQS does not say why"}`);
    await pause(LOOK_EVERY_MS);
  }
};
