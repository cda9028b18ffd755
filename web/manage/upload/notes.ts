/** Where files that have not arrived are noted: outlives the page, and is small. */
export interface Place {
  keys(): readonly string[];
  read(key: string): string | null;
  /** `null` removes it. Throws where there is no room. */
  write(key: string, text: string | null): void;
}

/** A file that was added and has not arrived. `key` is where it is noted: the same file has the same. */
export interface Note {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModified: number;
}

/** What it takes to go on with an upload in parts. */
export interface Begun {
  readonly key: string;
  readonly uploadId: string;
  readonly partBytes: number;
  /** Of all parts in their order, once they lie there: from then on they only have to be joined. */
  readonly etags?: readonly string[];
}

/** Small files noted at most: the place is shared with the sign-in and ends at five million characters. */
const NOTED_MAX = 2_000;
const NOT_BEGUN = "{}";

/** The notes of one project. */
export const makeNotes = (projectId: string, place: Place) => {
  const prefix = `labelloop.upload.${projectId}.`;

  /** No room is no fault: the file is sent all the same, and the page warns before it is left. */
  const write = (note: Note, text: string): void => {
    try {
      place.write(note.key, text);
    } catch {
      place.write(note.key, null);
    }
  };

  const read = (key: string): Note | undefined => {
    const [, name, size, modified] = /^(.+)\.(\d+)\.(-?\d+)$/s.exec(key.slice(prefix.length)) ?? [];
    if (!key.startsWith(prefix) || name === undefined) return undefined;
    return { key, name, sizeBytes: Number(size), lastModified: Number(modified) };
  };

  const all = (): readonly Note[] =>
    place
      .keys()
      .toSorted()
      .flatMap((key) => read(key) ?? []);

  const begun = ({ key }: Note): Begun | undefined => {
    const { key: objectKey, uploadId, partBytes, etags } = parse(place.read(key));
    if (!objectKey || !uploadId || !partBytes) return undefined;
    return { key: objectKey, uploadId, partBytes, ...(etags && { etags }) };
  };

  return {
    /** In the order of their names. */
    all,
    begun,
    of: (name: string, { size, lastModified }: File): Note => ({
      key: `${prefix}${name}.${size}.${lastModified}`,
      name,
      sizeBytes: size,
      lastModified,
    }),
    /** Notes that these wait; one that has begun stays as it is. */
    add(notes: readonly Note[]): void {
      const room = Math.max(0, NOTED_MAX - all().length);
      for (const note of notes.filter(({ key }) => place.read(key) === null).slice(0, room)) write(note, NOT_BEGUN);
    },
    begin(note: Note, { key, uploadId, partBytes, etags }: Begun): void {
      write(note, JSON.stringify({ key, uploadId, partBytes, ...(etags && { etags }) } satisfies Begun));
    },
    remove: ({ key }: Note): void => place.write(key, null),
  };
};
export type Notes = ReturnType<typeof makeNotes>;

/** What is no note of ours is as good as not begun. */
const parse = (text: string | null): Partial<Begun> => {
  try {
    return JSON.parse(text ?? NOT_BEGUN) ?? {};
  } catch {
    return {};
  }
};
