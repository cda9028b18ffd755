import { AROUND } from "./around.ts";
import { DECIDING } from "./deciding.ts";
import { LABELLING } from "./labelling.ts";
import type { Mutation } from "./mutation.ts";

export const MUTATIONS: readonly Mutation[] = [...LABELLING, ...DECIDING, ...AROUND];
