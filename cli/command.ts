/** A command of `labelloop`: its words, what it is for, what it does with what follows. */
export interface Command {
  readonly words: readonly string[];
  readonly usage: string;
  readonly summary: string;
  /** What `labelloop WORDS --help` prints, where usage and summary are not enough. */
  readonly help?: string;
  run(args: readonly string[]): Promise<void>;
}
