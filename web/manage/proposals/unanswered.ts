import { signal } from "@preact/signals";

const counts = signal<ReadonlyMap<string, number>>(new Map());

/** How many proposals of a project wait for an answer, as far as a page has asked since the site was opened. */
export const unansweredOf = (projectId: string): number | undefined => counts.value.get(projectId);

/** Kept by whichever page has listed them, so that no page asks for the sake of a badge. */
export const noteUnanswered = (projectId: string, count: number): void => {
  if (counts.peek().get(projectId) !== count) counts.value = new Map(counts.peek()).set(projectId, count);
};
