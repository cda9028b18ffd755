import { describe, expect, test } from "vitest";
import { type Channel, type Tabs, watchTabs } from "../../../web/annotate/tabs.ts";

/** Tabs of one browser: what one says, the others hear at once, and never the one itself. */
const someBrowser = () => {
  const all = new Set<{ name: string; channel: Channel }>();
  const open = (name: string): Channel => {
    const channel: Channel = {
      onmessage: null,
      close: () => all.delete(mine),
      postMessage: (data: unknown) => {
        for (const other of [...all])
          if (other !== mine && other.name === name)
            other.channel.onmessage?.call(other.channel as BroadcastChannel, { data } as MessageEvent);
      },
    };
    const mine = { name, channel };
    all.add(mine);
    return channel;
  };
  let clock = 0;
  let ids = 0;
  return (name = "asha meadow", sinceMs = clock++): Tabs =>
    watchTabs(name, { open, now: () => sinceMs, newId: () => String(ids++) });
};
const told = (...tabs: readonly Tabs[]): readonly boolean[] => tabs.map(({ elsewhere }) => elsewhere.value);

describe("somebody with the same project in two tabs", () => {
  test("is told so in the second, and not in the first", () => {
    const tab = someBrowser();
    expect(told(tab(), tab())).toEqual([false, true]);
  });

  test("is told in all but the oldest of three", () => {
    const tab = someBrowser();
    expect(told(tab(), tab(), tab())).toEqual([false, true, true]);
  });

  test("is told in exactly one of two that were opened in the same millisecond", () => {
    const tab = someBrowser();
    expect(told(tab("one", 7), tab("one", 7)).filter(Boolean)).toHaveLength(1);
  });

  test("is told no longer once the first is closed, and works on in the next oldest", () => {
    const tab = someBrowser();
    const [first, second, third] = [tab(), tab(), tab()];
    first.close();
    expect(told(second, third)).toEqual([false, true]);
    second.close();
    expect(told(third)).toEqual([false]);
  });

  test("is told again when the first page comes back out of the browser's memory", () => {
    const tab = someBrowser();
    const [first, second] = [tab(), tab()];
    first.leave();
    expect(told(second)).toEqual([false]);
    first.arrive();
    expect(told(first, second)).toEqual([false, true]);
  });

  test("is told nothing of another project, or of another person", () => {
    const tab = someBrowser();
    expect(told(tab("asha meadow"), tab("asha forest"), tab("budhni meadow"))).toEqual([false, false, false]);
  });
});
