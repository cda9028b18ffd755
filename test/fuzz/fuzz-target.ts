/** How inputs of a target are changed: as bytes, or as JSON whose values are changed and whose text is broken now and then. */
export type InputForm = "bytes" | "json";

/** What a parser made of an input: `kind` is counted, the whole is what the same input must give again. */
export interface Outcome {
  readonly kind: string;
  /** Whatever else it said; compared as JSON. */
  readonly said?: unknown;
}

/** One parser of strangers' bytes, with what it must give for any of them. */
export interface FuzzTarget {
  readonly name: string;
  readonly form: InputForm;
  /** Parts of the addresses of files whose branches guide the search. */
  readonly covers: readonly string[];
  /** Words that the format is made of, for a splice. */
  readonly words?: readonly string[];
  /** Inputs of the short run, for a parser that is slower or quicker than the others. @default 1 */
  readonly share?: number;
  /** Real inputs to begin with; asked for once, on the thread that starts the run. */
  seeds(): Promise<readonly Uint8Array[]>;
  /**
   * Gives the outcome of an input. Throws for everything that must not happen: an error that is not the documented one,
   * or an outcome that cannot be true.
   */
  run(input: Uint8Array): Promise<Outcome> | Outcome;
}

/** Runs a parser that says no by throwing: an error that `isRefusal` knows is an outcome, any other is a finding. */
export const orRefusal = async (
  run: () => unknown,
  isRefusal: (error: unknown) => error is Error,
): Promise<Outcome> => {
  try {
    return { kind: "taken", said: await run() };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: "refused", said: error.message };
  }
};

/** For what cannot be true of an outcome. */
export const mustHold = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`must hold: ${what}`);
};

export const textOf = (input: Uint8Array): string => new TextDecoder().decode(input);
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const seedsOf = (...values: readonly unknown[]): readonly Uint8Array[] =>
  values.map((value) => bytesOf(typeof value === "string" ? value : JSON.stringify(value)));
