import { type ReadonlySignal, signal } from "@preact/signals";

/** Says whether an older tab of this browser has the same work open: both are handed the same packet. */
export interface Tabs {
  /** True in every tab but the oldest. */
  readonly elsewhere: ReadonlySignal<boolean>;
  /** The page is shown, or shown again: asks who else is there. */
  readonly arrive: () => void;
  /** The page goes away, perhaps for good: the next oldest tab may work alone. */
  readonly leave: () => void;
  readonly close: () => void;
}

/** What tabs tell each other: which tab speaks, since when it is open, and what it says. */
interface Said {
  readonly from: string;
  readonly sinceMs: number;
  readonly says: "who" | "here" | "gone";
}

/** The part of BroadcastChannel that is used. Unlike locks, it is there on plain http in an office's own network too. */
export type Channel = Pick<BroadcastChannel, "postMessage" | "onmessage" | "close">;

interface TabsNeeds {
  readonly open: (name: string) => Channel;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Tabs of one person in one project hear each other by `name`; a tab that crashed is forgotten when another speaks. */
export const watchTabs = (name: string, { open, now, newId }: TabsNeeds): Tabs => {
  const channel = open(name);
  const [from, sinceMs] = [newId(), now()];
  const elsewhere = signal(false);
  let isAway = false;
  const say = (says: Said["says"]): void => channel.postMessage({ from, sinceMs, says } satisfies Said);
  const isOlder = (other: Said): boolean => other.sinceMs < sinceMs || (other.sinceMs === sinceMs && other.from < from);
  const arrive = (): void => {
    isAway = false;
    elsewhere.value = false;
    say("who");
  };
  const leave = (): void => {
    isAway = true;
    say("gone");
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (isAway) return;
    if (data.says === "gone") {
      if (elsewhere.value) arrive();
      return;
    }
    if (isOlder(data)) elsewhere.value = true;
    if (data.says === "who") say("here");
  };
  arrive();
  return {
    elsewhere,
    arrive,
    leave,
    close: () => {
      leave();
      channel.close();
    },
  };
};
