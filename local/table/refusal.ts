/** An error that the client sees: AWS's name for it, its message, and what AWS sends beside them. */
export class TableError extends Error {
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = type;
    this.type = type;
    this.details = details;
  }
}

export const invalid = (message: string): TableError => new TableError("ValidationException", message);

export const tableNotFound = (name: string): TableError =>
  new TableError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);

/** Rethrows what dynalite's checks return or throw (an error with a body) as ours; anything else is a fault and flies. */
export const refuseIf = (found: unknown): void => {
  if (found === null || found === undefined) return;
  if (!(found instanceof Error) || !("body" in found)) throw found;
  const { __type, message, Message } = found.body as { __type: string; message?: string; Message?: string };
  throw new TableError(__type.slice(__type.indexOf("#") + 1), message ?? Message ?? "");
};
