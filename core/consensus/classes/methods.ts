import type { ClassMethod } from "./class-fit.ts";
import { dawidSkene } from "./dawid-skene.ts";
import { glad } from "./glad.ts";
import { mace } from "./mace.ts";
import { majority } from "./majority.ts";
import { oneCoin } from "./one-coin.ts";
import { shrinkage } from "./shrinkage.ts";
import { twoPass } from "./two-pass.ts";
import { wawa } from "./wawa.ts";

/** Every class method by the name under which the command line, the API and reports know it. */
export const CLASS_METHODS = {
  default: shrinkage,
  majority,
  wawa,
  "two-pass": twoPass,
  "dawid-skene": dawidSkene,
  "one-coin": oneCoin,
  glad,
  mace,
} as const satisfies Record<string, ClassMethod>;

export type ClassMethodName = keyof typeof CLASS_METHODS;

export const isClassMethodName = (name: string): name is ClassMethodName => Object.hasOwn(CLASS_METHODS, name);
