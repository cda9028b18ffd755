import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Icon, type IconName } from "../../parts/icon.tsx";
import type { Tone } from "../../parts/pill.tsx";
import type { OutboxState } from "../outbox/outbox.ts";
import type { Station } from "../station.ts";

interface Words {
  /** None: under way, nothing to look at. */
  readonly tone: Tone | undefined;
  readonly icon: IconName;
  readonly short: string;
  readonly long: string;
}

const wordsOf = ({ waiting, shelf, held }: OutboxState): Words => {
  if (shelf.length > 0) {
    const words = t("annotate.state.shelf", { count: shelf.length });
    return { tone: "clay", icon: "alert", short: words, long: words };
  }
  if (waiting === 0)
    return { tone: "leaf", icon: "check", short: t("annotate.state.sent"), long: t("annotate.state.sent") };
  const offline = held && t("annotate.state.offline", { count: waiting });
  return {
    tone: offline ? "ochre" : undefined,
    icon: offline ? "offline" : "clock",
    short: offline
      ? t("annotate.state.offlineShort", { count: waiting })
      : t("annotate.state.waitingShort", { count: waiting }),
    long: offline || t("annotate.state.waiting", { count: waiting }),
  };
};

/** Whether what she gave has arrived; opens the list. What it says is also said aloud, when it matters. */
export const StatePill = ({ station, onOpen }: { readonly station: Station; readonly onOpen: () => void }): VNode => {
  const now = station.outbox.now.value;
  const { tone, icon, short, long } = wordsOf(now);
  return (
    <>
      <button type="button" class={`pill state ${tone ?? ""}`} title={long} onClick={onOpen}>
        <Icon name={icon} />
        <span class="short">{short}</span>
        <span class="long">{long}</span>
      </button>
      {/* Every answer waits for some seconds: only what stays so is worth saying. */}
      <span class="unseen" role="status">
        {now.held || now.shelf.length > 0 ? long : ""}
      </span>
    </>
  );
};
