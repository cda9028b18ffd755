/** The few functions of dynalite 4.0.0 that are used; pinned exactly, since none of this is its public interface. */
declare module "dynalite/db/index.js" {
  /** What its checks return: nothing, or an error with a `body` that names it. */
  type Refused = Error | null | undefined;
  const db: {
    createKey(item: object, table: object, keySchema?: object): string;
    mapPaths(paths: object, item: object): unknown;
    toLexiStr(value: string, type: string): string;
    validateItem(item: object, table: object): Refused;
    validateKey(key: object, table: object): Refused;
    validateKeyPaths(paths: object | undefined, table: object): Refused;
    validateUpdates(updates: undefined, parsed: object | undefined, table: object): Refused;
  };
  export default db;
}

declare module "dynalite/validations/index.js" {
  export interface Form {
    readonly types: Readonly<Record<string, unknown>>;
    readonly custom?: (input: Record<string, unknown>, store: unknown) => string | undefined;
  }
  const validations: {
    checkTypes(input: Record<string, unknown>, types: Form["types"]): Record<string, unknown>;
    checkValidations(
      input: Record<string, unknown>,
      types: Form["types"],
      custom: Form["custom"] | undefined,
      store: unknown,
    ): void;
  };
  export default validations;
}

declare module "dynalite/validations/*" {
  import type { Form } from "dynalite/validations/index.js";

  const form: Form;
  export default form;
}

declare module "dynalite/actions/*" {
  const action: (
    store: unknown,
    input: Readonly<Record<string, unknown>>,
    done: (error: unknown, output?: unknown) => void,
  ) => void;
  export default action;
}
