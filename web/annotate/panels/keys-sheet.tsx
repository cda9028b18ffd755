import type { VNode } from "preact";
import type { Tool } from "../../../core/ontology.ts";
import type { MediaKind } from "../../../core/project.ts";
import { t } from "../../i18n/t.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { singleKeys, switchSingleKeys } from "../single-keys.ts";

interface KeysProps {
  readonly tools: readonly Tool[];
  readonly media: MediaKind;
  readonly onClose: () => void;
}

type Row = readonly [keys: readonly string[], text: string];

const rowsFor = (tools: readonly Tool[], media: MediaKind): readonly Row[] => {
  const draws = tools.includes("box");
  const rows: (Row | false)[] = [
    [["1", "…", "9"], t("annotate.keys.label")],
    [["0"], t("annotate.noneFit")],
    [["X"], t("annotate.cantTell")],
    [["Enter"], draws ? t("annotate.keys.enter") : t("annotate.send")],
    [["B"], t("annotate.previous")],
    [["Z"], t("annotate.tool.undo")],
    [["Shift", "Z"], t("annotate.tool.redo")],
    draws && [["W"], t("annotate.keys.newBox")],
    draws && [[t("annotate.keys.arrowKeys")], t("annotate.keys.arrows")],
    draws && [["Tab"], t("annotate.keys.tab")],
    draws && [["Del"], t("annotate.keys.delete")],
    draws && [["Esc"], t("annotate.keys.escape")],
    draws && [["H"], t("annotate.tool.hand")],
    media === "image" && [["Space"], t("annotate.keys.space")],
    media === "image" && [["+"], t("annotate.tool.in")],
    media === "image" && [["−"], t("annotate.tool.out")],
    media === "image" && [["F"], t("annotate.tool.fit")],
    media === "video" && [["K", "J", "L"], t("annotate.keys.play")],
    [["P"], t("annotate.propose")],
    [["S"], t("annotate.keys.second")],
    [["I"], t("annotate.instructions")],
  ];
  return rows.filter((row) => row !== false);
};

export const KeysSheet = ({ tools, media, onClose }: KeysProps): VNode => (
  <Dialog title={t("annotate.keys")} onClose={onClose}>
    <div class="stack">
      <dl class="keys">
        {rowsFor(tools, media).map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} class="key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div>
        <label class="row">
          <input
            type="checkbox"
            checked={singleKeys.value}
            aria-describedby="single-keys-hint"
            onChange={({ currentTarget }) => switchSingleKeys(localStorage, currentTarget.checked)}
          />
          {t("annotate.keys.on")}
        </label>
        <p class="soft small" id="single-keys-hint">
          {t("annotate.keys.onHint")}
        </p>
      </div>
    </div>
  </Dialog>
);
