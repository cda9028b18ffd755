/** Something that must not happen, with the input that makes it happen. */
export interface Finding {
  readonly what: string;
  readonly input: Uint8Array;
}

/** What was tried on a target, and what came of it. */
export interface FuzzReport {
  readonly name: string;
  readonly inputs: number;
  /** Inputs that ran what none before had run: they joined the corpus. */
  readonly kept: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** One run of one or several targets. */
export interface FuzzPlan {
  readonly seed: number;
  /** Inputs of each target, times its share. */
  readonly inputs?: number;
  /** Or how long each target is tried. */
  readonly forMs?: number;
}

const INPUT_SHOWN_BYTES = 3_000;

/** An input as `--input` takes it; `undefined` where it is too long for a line. */
export const shownInput = ({ input }: Finding): string | undefined =>
  input.length <= INPUT_SHOWN_BYTES ? `base64:${Buffer.from(input).toString("base64")}` : undefined;
