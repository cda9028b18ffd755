import { createInterface } from "node:readline/promises";
import { DeleteQueueCommand, paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { build } from "./build.ts";
import { cdk, readArguments } from "./cdk-command.ts";
import { type Names, namesOf } from "./names.ts";

const EVERYTHING = "--everything";

/** Removes what may be rebuilt, and with `--everything`, when its owner has typed the name of it, what may not. */
const destroy = async (args: readonly string[]): Promise<void> => {
  const { stage, profile, handedOn } = readArguments(args.filter((arg) => arg !== EVERYTHING));
  const names = namesOf(stage);
  // The SDK knows of a profile by the environment only.
  if (profile) process.env["AWS_PROFILE"] = profile;
  const isEverything = args.includes(EVERYTHING);
  if (isEverything && !(await isMeant(names))) {
    console.log("Nothing was removed.");
    process.exit(1);
  }
  await build();
  await removeTaskQueues(names);
  if (isEverything) {
    // Lifts every protection first; the last word is CloudFormation's.
    cdk("deploy", "Data", "--require-approval", "never", ...handedOn, "--context", "retain=false");
    return cdk("destroy", "--all", "--force", ...handedOn, "--context", "retain=false");
  }
  cdk("destroy", "Service", ...handedOn);
  console.log(kept(names, stage));
};

/** They are made while projects run, and are in no template. */
const removeTaskQueues = async ({ taskQueuePrefix }: Names): Promise<void> => {
  const client = new SQSClient({});
  let removed = 0;
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, { QueueNamePrefix: taskQueuePrefix })) {
    for (const QueueUrl of QueueUrls) await client.send(new DeleteQueueCommand({ QueueUrl }));
    removed += QueueUrls.length;
  }
  console.log(`${removed} task queues removed: they hold hints only, and come back when a project opens`);
};

const isMeant = async ({ dataStack }: Names): Promise<boolean> => {
  console.log(`This removes, for good:

  every project, item, annotation and review, and what everybody has earned
  every picture, video and text, in all versions
  every export
  every person's name and sign-in
`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await lines.question(`Type ${dataStack} to remove it all: `);
  lines.close();
  return typed.trim() === dataStack;
};

const kept = ({ dataStack }: Names, stage: string): string => `
Kept in the stack ${dataStack}: tables, media, answers, exports, sign-ins. A new deployment goes on with them.
To remove them too:  npm run destroy -- --context stage=${stage} ${EVERYTHING}
`;

if (import.meta.main) await destroy(process.argv.slice(2));
