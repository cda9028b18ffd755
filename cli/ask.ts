import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks on the terminal without showing what is typed. Not a terminal: takes the first line that is piped in. */
export const askPassword = async (question: string): Promise<string> => {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal });
  try {
    return (await lines.question("")).trim();
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
};
