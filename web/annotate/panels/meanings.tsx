import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Dialog } from "../../parts/dialog.tsx";
import type { Mark } from "../marks.ts";

/** What each label means, in words and by a picture where the vendor gave one. */
export const Meanings = ({ marks }: { readonly marks: readonly Mark[] }): VNode => (
  <dl class="meanings">
    {marks.map(({ id, name, definition, colour, example }) => (
      <div key={id}>
        <dt>
          <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
            <rect x="3" y="3" width="12" height="12" rx="3" fill={colour} />
          </svg>
          {name}
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
  readonly onClose: () => void;
}

/** The meanings alone, one press away from the labels: nobody reads all instructions for one word. */
export const MeaningsSheet = ({ marks, onClose }: MeaningsProps): VNode => (
  <Dialog sheet title={t("annotate.labels.meaning")} onClose={onClose}>
    <Meanings marks={marks} />
  </Dialog>
);
