import { aggregate } from "./aggregate.ts";
import { agreement } from "./agreement.ts";
import { boxes } from "./boxes.ts";
import type { Command } from "./command.ts";
import { drawInsects } from "./draw-insects.ts";
import { operatorCreate } from "./operator-create.ts";
import { vendorInvite } from "./vendor-invite.ts";

export const commands: readonly Command[] = [operatorCreate, vendorInvite, drawInsects, aggregate, agreement, boxes];

const HELP = `Usage: npm run -s labelloop -- COMMAND

${commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join("\n")}

  Without --aws, commands speak to the server that runs in --folder (default: .labelloop), or at --url.
`;

/** Finds the command by its words and runs it; gives the exit status. */
export const runCommand = async (args: readonly string[]): Promise<number> => {
  const command = commands.find(({ words }) => words.every((word, index) => args[index] === word));
  if (args.length === 0 || args.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(command?.help ?? HELP);
    return 0;
  }
  try {
    if (!command) throw new Error(`there is no command ${args.join(" ")}: see --help`);
    await command.run(args.slice(command.words.length));
    return 0;
  } catch (error) {
    console.error(`labelloop: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

if (import.meta.main) process.exitCode = await runCommand(process.argv.slice(2));
