/** A command of `labelloop`: its words, what it is for, what it does with what follows. */
export interface Command {
  readonly words: readonly string[];
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[]): Promise<void>;
}
