import type { ClassMethod } from "../core/consensus/classes/class-fit.ts";
import { majority } from "../core/consensus/classes/majority.ts";
import { oneCoin } from "../core/consensus/classes/one-coin.ts";
import { shrinkage } from "../core/consensus/classes/shrinkage.ts";
import { twoPass } from "../core/consensus/classes/two-pass.ts";
import { wawa } from "../core/consensus/classes/wawa.ts";

/** The methods of the command, by the names that it takes. */
export const METHODS: ReadonlyMap<string, ClassMethod> = new Map([
  ["default", shrinkage],
  ["majority", majority],
  ["wawa", wawa],
  ["two-pass", twoPass],
  ["one-coin", oneCoin],
]);
