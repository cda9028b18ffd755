import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { needAreas } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/t.ts";
import { toast } from "../../parts/toast.tsx";
import type { Asking, AskingProps } from "./asking.tsx";

/** What has changed, before answers leave, and her questions: fetched when one of them is first wanted. */
export const LateAsking = (props: AskingProps): VNode | null => {
  const { changes, asking, notices } = props.station;
  const [Shown, setShown] = useState<typeof Asking | undefined>(undefined);
  const isWanted = changes.value !== undefined || asking.value !== undefined;
  useEffect(() => {
    if (!isWanted || Shown) return;
    Promise.all([import("./asking.tsx"), needAreas(["questions", "say", "voice"])]).then(
      ([{ Asking: arrived }]) => setShown(() => arrived),
      () => {
        if (asking.peek()) toast(t("problem.offline"));
        asking.value = undefined;
        // Nothing waits for what cannot be shown; it is shown another time.
        void notices().then((found) => found?.letGo());
      },
    );
  }, [isWanted, Shown]);
  return Shown && isWanted ? <Shown {...props} /> : null;
};
