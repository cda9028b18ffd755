/** Kinds of things that have an id; `project` among them. */
export const ID_KINDS = [
  ...["project", "item", "person", "assignment", "proposal", "plan", "thread", "word", "export", "invitation"],
  ...["secret", "upload", "key", "payout", "use", "label"],
] as const;
export type IdKind = (typeof ID_KINDS)[number];

/** Ids that there are, by kind; of one project, or of nobody. */
export type Ids = Readonly<Record<IdKind, readonly string[]>>;

/**
 * Stands in a drawn request for an id that is known only once it is sent: the n-th of a kind, of the project that the
 * request is about (`own`) or of another (`other`).
 */
export const placeholder = (of: "own" | "other", kind: IdKind, nth: number): string => `‹${of} ${kind} ${nth}›`;

const PLACEHOLDER = /‹(own|other) (\w+) (\d+)›/g;

/** The text with ids in the place of what stands for them. Where there are none of a kind, the kind's name stands. */
export const withIds = (text: string, own: Ids, other: Ids): string =>
  text.replace(PLACEHOLDER, (_, of: string, kind: IdKind, nth: string) => {
    const list = (of === "own" ? own : other)[kind];
    return list[Number(nth) % Math.max(1, list.length)] ?? kind;
  });

/** All through a value. */
export const resolved = (value: unknown, own: Ids, other: Ids): unknown => {
  if (typeof value === "string") return withIds(value, own, other);
  if (Array.isArray(value)) return value.map((one) => resolved(one, own, other));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [withIds(name, own, other), resolved(one, own, other)]),
  );
};

/** By the name that a field or a parameter has. */
export const KIND_OF: Readonly<Record<string, IdKind>> = {
  projectId: "project",
  itemId: "item",
  duplicateOf: "item",
  personId: "person",
  assignmentId: "assignment",
  holding: "assignment",
  proposalId: "proposal",
  planId: "plan",
  threadId: "thread",
  wordId: "word",
  exportId: "export",
  invitationId: "invitation",
  secret: "secret",
  uploadId: "upload",
  key: "key",
  voice: "key",
  exampleKey: "key",
  payoutId: "payout",
  useId: "use",
  label: "label",
  labels: "label",
  classes: "label",
  nearest: "label",
  parent: "label",
  into: "label",
  labelId: "label",
};
