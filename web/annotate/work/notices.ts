import type { Signal } from "@preact/signals";
import type { ChangeShape } from "../../../lambdas/api/changes.ts";

/** Of the ontology and the instructions of one project. */
export interface Versions {
  readonly ontology: number;
  readonly instructions: number;
}

/** What she is to see before her answers leave; undefined while there is nothing. */
export type ShownChanges = readonly ChangeShape[] | undefined;

export interface NoticesNeeds {
  readonly shown: Signal<ShownChanges>;
  /** The versions in force, from the project's static file; undefined when it cannot be read. Never rejects. */
  readonly look: () => Promise<Versions | undefined>;
  /** What has changed since. */
  readonly changesAfter: (seen: Versions) => Promise<readonly ChangeShape[]>;
  /** The newest that she has seen in this project, kept on the device. */
  readonly readSeen: () => Versions | undefined;
  /** May throw: the device has no room. */
  readonly writeSeen: (seen: Versions) => void;
  readonly now: () => number;
}

export interface Notices {
  /** A packet came, of these versions: those of her first count as seen. */
  readonly packet: (versions: Versions) => void;
  /** Looks whether something has changed; resolves when answers may leave. Never rejects. */
  readonly pass: () => Promise<void>;
  /** She has seen it. */
  readonly confirm: () => void;
  /** It cannot be shown: her answers go, and it is shown another time. */
  readonly letGo: () => void;
  /** The page is left for good: nothing is shown from now on, since nobody would draw it, and answers go. */
  readonly leave: () => void;
}

/** The file is looked at so often at most, while answers are given. */
const LOOK_EVERY_MS = 4_000;

const later = (one: Versions, other: Versions): Versions => ({
  ontology: Math.max(one.ontology, other.ontology),
  instructions: Math.max(one.instructions, other.instructions),
});
const isNewer = (one: Versions, than: Versions): boolean =>
  one.ontology > than.ontology || one.instructions > than.instructions;

/**
 * What has changed in labels or instructions is shown before the next answers leave the device. Looking is cheap and
 * holds nothing up: without a network, or when what changed cannot be told, answers go and it is shown the next time.
 */
export const makeNotices = ({ shown, look, changesAfter, readSeen, writeSeen, now }: NoticesNeeds): Notices => {
  let newest: Versions = { ontology: 0, instructions: 0 };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let passing: Promise<void> | undefined;
  let release = (): void => undefined;
  let left = false;
  /** Seen, and not kept on the device. */
  let unkept: Versions | undefined;

  const seenLast = (): Versions | undefined => unkept ?? readSeen();
  const keepSeen = (seen: Versions): void => {
    try {
      writeSeen(seen);
      unkept = undefined;
    } catch {
      // No room: it is known until the page is shut, and shown once more after that.
      unkept = seen;
    }
  };

  const lookOnce = async (): Promise<void> => {
    if (now() - lookedAtMs < LOOK_EVERY_MS) return;
    lookedAtMs = now();
    const found = await look();
    if (found) newest = later(newest, found);
  };

  const passOnce = async (): Promise<void> => {
    await lookOnce();
    const seen = seenLast();
    if (!seen || !isNewer(newest, seen)) return;
    const changes = await changesAfter(seen).catch(() => undefined);
    if (!changes) return;
    if (changes.length === 0) return keepSeen(later(seen, newest));
    if (left) return;
    await new Promise<void>((resolve) => {
      release = resolve;
      shown.value = changes;
    });
  };

  const close = (): void => {
    shown.value = undefined;
    release();
  };
  return {
    packet: (versions) => {
      newest = later(newest, versions);
      if (!seenLast()) keepSeen(versions);
    },
    pass: () => {
      passing ??= passOnce()
        // Whatever failed, answers go: work is worth more than a notice. It counts as unseen and is shown the next time.
        .catch(() => undefined)
        .finally(() => {
          passing = undefined;
        });
      return passing;
    },
    confirm: () => {
      const changes = shown.peek() ?? [];
      // Only what was shown: what came while she read is shown before the answers after these.
      const read = changes.reduce<Versions>(
        (all, { kind, version }) => later(all, { ontology: 0, instructions: 0, [kind]: version }),
        seenLast() ?? { ontology: 0, instructions: 0 },
      );
      keepSeen(read);
      close();
    },
    letGo: close,
    leave: () => {
      left = true;
      close();
    },
  };
};
