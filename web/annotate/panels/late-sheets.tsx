import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { needAreas } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/t.ts";
import { toast } from "../../parts/toast.tsx";
import type { Sheets, SheetsProps } from "./sheets.tsx";

/** Kept for later visits of the screen: a chunk is fetched once. */
let here: typeof Sheets | undefined;

const fetchSheets = async (): Promise<typeof Sheets> => {
  const [{ Sheets: fetched }] = await Promise.all([import("./sheets.tsx"), needAreas(["sheets"])]);
  here = fetched;
  return here;
};

/** The dialogs come after the first picture: nobody waits for them to draw, and they are here when she asks. */
export const LateSheets = (props: SheetsProps): VNode | null => {
  const [Shown, setShown] = useState<typeof Sheets | undefined>(() => here);
  const { sheet, close } = props;
  useEffect(() => {
    if (Shown) return;
    fetchSheets().then(
      (arrived) => setShown(() => arrived),
      () => {
        if (!sheet) return;
        toast(t("problem.offline"));
        close();
      },
    );
  }, [Shown, sheet]);
  return Shown ? <Shown {...props} /> : null;
};
