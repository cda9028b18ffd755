/** What the project's static file says; parts that it lacks are absent. */
export interface AvailabilityFile {
  readonly open?: number;
  readonly ontologyVersion?: number;
  readonly instructionsVersion?: number;
}

const numberIn = <Name extends keyof AvailabilityFile>(content: object, name: Name): { [Key in Name]?: number } => {
  const found: unknown = Reflect.get(content, name);
  return typeof found === "number" ? ({ [name]: found } as { [Key in Name]?: number }) : {};
};

/**
 * A file beside the page, cached for 15 s by whoever serves it: pages that look cost no function and no table, and what
 * has not changed is not sent again. Undefined when it cannot be read.
 */
export const readAvailability = async (
  projectId: string,
  signal: AbortSignal | null = null,
): Promise<AvailabilityFile | undefined> => {
  const answer = await fetch(`/avail/${projectId}.json`, { cache: "no-cache", signal }).catch(() => undefined);
  const content: unknown = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (typeof content !== "object" || content === null) return undefined;
  return {
    ...numberIn(content, "open"),
    ...numberIn(content, "ontologyVersion"),
    ...numberIn(content, "instructionsVersion"),
  };
};
