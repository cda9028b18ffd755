import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { needAreas } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/t.ts";
import { toast } from "../../parts/toast.tsx";
import type { Say, SayProps } from "./say.tsx";

/** Kept for later visits of the screen: a chunk is fetched once. */
let here: typeof Say | undefined;

const fetchSay = async (): Promise<typeof Say> => {
  const [{ Say: fetched }] = await Promise.all([import("./say.tsx"), needAreas(["say", "voice", "sheets"])]);
  here = fetched;
  return here;
};

/** Proposals come after the first answer, or when she asks for them: the first item does not wait for any of it. */
export const LateSay = (props: SayProps): VNode | null => {
  const [Shown, setShown] = useState<typeof Say | undefined>(() => here);
  const { asked, given, close } = props;
  useEffect(() => {
    if (Shown || !(asked || given)) return;
    fetchSay().then(
      (arrived) => setShown(() => arrived),
      () => {
        if (!asked) return;
        toast(t("problem.offline"));
        close();
      },
    );
  }, [Shown, asked, given]);
  return Shown ? <Shown {...props} /> : null;
};
