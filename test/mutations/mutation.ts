/** One place of one file: `from` must stand there exactly once. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const TEST_PROJECTS = ["unit", "contract", "infra", "journey", "simulation"] as const;

/** What must fail once the patch is in. */
export type Catcher =
  | {
      readonly by: "tests";
      /** Of test/vitest.config.ts. */
      readonly project: (typeof TEST_PROJECTS)[number];
      readonly files: readonly string[];
      /** Only those of this name, where the others would take minutes. */
      readonly named?: string;
    }
  /** `npm run simulate -- --seeds N`. */
  | { readonly by: "simulation"; readonly seeds: number };

/** A fault that somebody could put in without meaning to, and whatever would tell her. */
export interface Mutation {
  /** In kebab case: what `--only` takes. */
  readonly name: string;
  /** What goes wrong, as somebody would notice it. */
  readonly wrong: string;
  readonly edits: readonly Edit[];
  readonly caughtBy: Catcher;
}

/** The file with its edits made, or why they cannot be. */
export type Patched =
  | { readonly state: "patched"; readonly text: string }
  | { readonly state: "no-longer-applies"; readonly why: string };

/** Makes the edits of one file, in their order. A text that is there no more, or more than once, is a failure. */
export const patched = (text: string, edits: readonly Edit[]): Patched => {
  let now = text;
  for (const { file, from, to } of edits) {
    const parts = now.split(from);
    if (parts.length !== 2) {
      const why = `${file} has the text ${parts.length - 1} times, not once:\n${from}`;
      return { state: "no-longer-applies", why };
    }
    if (from === to) return { state: "no-longer-applies", why: `${file}: the replacement is the same text:\n${from}` };
    now = parts.join(to);
  }
  return { state: "patched", text: now };
};

/** The files that a mutation changes, each with its edits. */
export const editsByFile = ({ edits }: Pick<Mutation, "edits">): ReadonlyMap<string, readonly Edit[]> =>
  Map.groupBy(edits, ({ file }) => file);

export const inUnit = (...files: readonly string[]): Catcher => ({ by: "tests", project: "unit", files });
export const inContract = (...files: readonly string[]): Catcher => ({ by: "tests", project: "contract", files });
/** One of the scenes that are stopped at each of their calls. */
export const inCuts = (scene: string): Catcher => ({
  by: "tests",
  project: "simulation",
  files: ["test/simulation/cut-anywhere.test.ts"],
  named: `${scene}$`,
});
