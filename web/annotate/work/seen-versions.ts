import type { Versions } from "./notices.ts";

const keyOf = (personId: string, projectId: string): string => `labelloop.seen.${personId}.${projectId}`;

/** The newest labels and instructions that somebody has seen in a project; undefined before her first packet. */
export const readSeen = (storage: Storage, personId: string, projectId: string): Versions | undefined => {
  const [ontology, instructions] = (storage.getItem(keyOf(personId, projectId)) ?? "").split(" ").map(Number);
  return ontology && instructions ? { ontology, instructions } : undefined;
};

export const writeSeen = (storage: Storage, personId: string, projectId: string, seen: Versions): void =>
  storage.setItem(keyOf(personId, projectId), `${seen.ontology} ${seen.instructions}`);
