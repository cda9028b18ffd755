import type { VNode } from "preact";
import type { LabelId } from "../../../core/ids.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Mark } from "../marks.ts";

/** What each label means, in words and by a picture where the vendor gave one. */
export const Meanings = ({ marks, onLabel }: Omit<MeaningsProps, "onClose">): VNode => (
  <dl class="meanings">
    {marks.map(({ id, name, definition, colour, example }) => (
      <div key={id}>
        <dt>
          <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
            <rect x="3" y="3" width="12" height="12" rx="3" fill={colour} />
          </svg>
          <Button kind="quiet" title={t("annotate.labels.all", { label: name })} onClick={() => onLabel(id)}>
            {name}
            <Icon name="help" />
          </Button>
        </dt>
        <dd>{definition}</dd>
        {example && (
          <dd>
            <img src={example} alt={t("annotate.labels.example", { label: name })} loading="lazy" decoding="async" />
          </dd>
        )}
      </div>
    ))}
  </dl>
);

interface MeaningsProps {
  readonly marks: readonly Mark[];
  /** Asks for all about one of them. */
  readonly onLabel: (label: LabelId) => void;
  readonly onClose: () => void;
}

/** The meanings alone, one press away from the labels: nobody reads all instructions for one word. */
export const MeaningsSheet = ({ marks, onLabel, onClose }: MeaningsProps): VNode => (
  <Dialog sheet title={t("annotate.labels.meaning")} onClose={onClose}>
    <Meanings marks={marks} onLabel={onLabel} />
  </Dialog>
);
