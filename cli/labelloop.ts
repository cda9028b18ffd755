import type { Command } from "./command.ts";

interface CommandAt {
  readonly words: readonly string[];
  /** Only when it is asked for: the SDK alone takes longer to load than other commands take to run. */
  readonly load: () => Promise<Command>;
}

const COMMANDS: readonly CommandAt[] = [
  { words: ["operator", "create"], load: async () => (await import("./operator-create.ts")).operatorCreate },
  { words: ["vendor", "invite"], load: async () => (await import("./vendor-invite.ts")).vendorInvite },
  { words: ["redrive"], load: async () => (await import("./redrive.ts")).redrive },
  { words: ["backup"], load: async () => (await import("../local/operate/backup.ts")).backup },
  { words: ["restore"], load: async () => (await import("../local/operate/restore.ts")).restore },
  { words: ["person", "erase"], load: async () => (await import("../local/operate/person-erase.ts")).personErase },
  { words: ["person", "replay"], load: async () => (await import("../local/operate/person-replay.ts")).personReplay },
  { words: ["draw-insects"], load: async () => (await import("./draw-insects.ts")).drawInsects },
  { words: ["aggregate"], load: async () => (await import("./aggregate.ts")).aggregate },
  { words: ["agreement"], load: async () => (await import("./agreement.ts")).agreement },
  { words: ["boxes"], load: async () => (await import("./boxes.ts")).boxes },
  { words: ["verify"], load: async () => (await import("./record-verify.ts")).recordVerify },
];

export const loadCommands = (): Promise<readonly Command[]> => Promise.all(COMMANDS.map(({ load }) => load()));

const helpOf = (commands: readonly Command[]): string => `Usage: npm run -s labelloop -- COMMAND

${commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join("\n")}

  Without --aws, commands speak to the server that runs in --folder (default: .labelloop), or at --url.
`;

/** Finds the command by its words and runs it; gives the exit status. */
export const runCommand = async (args: readonly string[]): Promise<number> => {
  const found = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
  const command = await found?.load();
  if (args.length === 0 || args.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(command?.help ?? helpOf(await loadCommands()));
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
