/** What a standard queue may do to a message at a moment, and seldom does: its users must bear all of it. */
export type Mishap =
  /** Sending: it is stored twice. Receiving: it is handed out and stays visible for others. */
  | "duplicate"
  /** Receiving: others go first, if there are others. */
  | "reorder"
  /** Sending: acknowledged, never stored. Receiving: the answer is lost, the receive counts. Deleting: it stays. */
  | "drop";

export interface MischiefMoment {
  readonly moment: "send" | "receive" | "delete";
  readonly queue: string;
  readonly messageId: string;
}

/** Handed in by simulations, with a seed of theirs; a queue in service has none. */
export type Mischief = (at: MischiefMoment) => Mishap | undefined;

export const noMischief: Mischief = () => undefined;
