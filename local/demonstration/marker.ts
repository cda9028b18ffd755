import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "../folder/write-durably.ts";

/**
 * What a folder's first start decided. `none`: never a demonstration. `begun`: cut before its end, to go on with.
 * `complete`: made once, and not again, whatever its owner did with it since.
 */
export type DemoState = "undecided" | "none" | "begun" | "complete";

const STATES: readonly string[] = ["none", "begun", "complete"] satisfies DemoState[];
const fileOf = (folder: string): string => join(folder, "demonstration");

const isState = (text: string): text is DemoState => STATES.includes(text);

export const demoState = (folder: string): DemoState => {
  if (!existsSync(fileOf(folder))) return "undecided";
  const text = readFileSync(fileOf(folder), "utf8").trim();
  if (!isState(text)) throw new Error(`${fileOf(folder)} holds ${JSON.stringify(text)}`);
  return text;
};

export const setDemoState = (folder: string, state: Exclude<DemoState, "undecided">): void =>
  writeDurably(fileOf(folder), `${state}\n`);

/**
 * Decides at each start whether there is a demonstration. Its passwords are public: a folder that has it must not be
 * served to a network, and one that others use must not get it.
 */
export const decideDemo = (
  folder: string,
  { wanted, isListening }: { readonly wanted: boolean; readonly isListening: boolean },
): DemoState => {
  const state = demoState(folder);
  if (isListening && (state === "begun" || state === "complete"))
    throw new Error(
      `the folder ${folder} has the demonstration's sign-ins, whose passwords everybody knows: choose another with --folder`,
    );
  if (state !== "undecided") return state;
  const decided = wanted ? "begun" : "none";
  setDemoState(folder, decided);
  return decided;
};
