import { parseArgs } from "node:util";
import { type ClassMethodName, isClassMethodName } from "../core/consensus/classes/methods.ts";
import { METHOD_NAMES } from "./aggregate-methods.ts";

export interface AggregateOptions {
  readonly answers: string;
  readonly method: ClassMethodName;
  readonly out: string;
  readonly gold?: string;
  readonly predictions?: string;
  readonly skills?: string;
  readonly soft?: string;
  readonly keepAll: boolean;
  readonly progress: boolean;
}

/** @throws Error that names the option, what it was and what is allowed */
export const aggregateOptions = (args: readonly string[]): AggregateOptions => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      method: { type: "string", default: "default" },
      gold: { type: "string" },
      predictions: { type: "string" },
      skills: { type: "string" },
      soft: { type: "string" },
      out: { type: "string" },
      "keep-all": { type: "boolean", default: false },
      progress: { type: "boolean", default: false },
    },
  });
  const { out, gold, predictions, skills, soft } = values;
  const [answers, ...more] = positionals;
  if (!answers || more.length > 0) throw new Error("give one file of answers, or - for standard input");
  if (!out) throw new Error("say where to: --out FILE, or --out - for standard output");
  requireOne([answers, gold, predictions], "-", "only one file can come from standard input");
  for (const path of [out, skills, soft])
    requireOne([out, skills, soft], path, `two results cannot both go to ${path}`);
  return {
    answers,
    method: methodNamed(values.method),
    out,
    ...(gold !== undefined && { gold }),
    ...(predictions !== undefined && { predictions }),
    ...(skills !== undefined && { skills }),
    ...(soft !== undefined && { soft }),
    keepAll: values["keep-all"],
    progress: values.progress,
  };
};

const methodNamed = (name: string): ClassMethodName => {
  if (!isClassMethodName(name)) throw new Error(`--method ${name}: expected ${METHOD_NAMES.join(", ")}`);
  return name;
};

const requireOne = (paths: readonly (string | undefined)[], path: string | undefined, complaint: string): void => {
  if (path !== undefined && paths.filter((one) => one === path).length > 1) throw new Error(complaint);
};
