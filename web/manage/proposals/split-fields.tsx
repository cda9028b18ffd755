import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { freeColour, type NewLabelDraft } from "./change-draft.ts";
import { NewLabelFields } from "./new-label-fields.tsx";

/** As many as the server takes. */
const PARTS_MAX = 20;
/** A label is split into two at least. */
const PARTS_MIN = 2;

interface SplitFieldsProps {
  readonly into: readonly NewLabelDraft[];
  /** Of the labels in force. */
  readonly colours: readonly string[];
  readonly wrong: string | undefined;
  readonly onInto: (into: readonly NewLabelDraft[]) => void;
}

/** The labels that one is split into. */
export const SplitFields = ({ into, colours, wrong, onInto }: SplitFieldsProps): VNode => {
  // What is under way in a row must not pass to the next when it is removed.
  const [rows, setRows] = useState<readonly number[]>(() => into.map((_, at) => at));
  return (
    <div class="stack">
      {into.map((part, at) => (
        <div key={rows[at]} class="stack tight">
          <NewLabelFields
            title={t("proposals.change.part", { number: at + 1 })}
            value={part}
            wrong={Object.keys(part.names).length === 0 ? wrong : undefined}
            onValue={(value) => onInto(into.map((one, index) => (index === at ? value : one)))}
          />
          {into.length > PARTS_MIN && (
            <div class="row end">
              <Button
                kind="quiet"
                onClick={() => {
                  setRows(rows.filter((_, index) => index !== at));
                  onInto(into.filter((_, index) => index !== at));
                }}
              >
                <Icon name="trash" />
                {t("proposals.change.removePart", { number: at + 1 })}
              </Button>
            </div>
          )}
        </div>
      ))}
      {into.length < PARTS_MAX && (
        <div class="row">
          <Button
            onClick={() => {
              setRows([...rows, Math.max(-1, ...rows) + 1]);
              const taken = [...colours, ...into.map(({ colour }) => colour)];
              onInto([...into, { names: {}, definition: {}, colour: freeColour(taken) }]);
            }}
          >
            <Icon name="plus" />
            {t("proposals.change.addPart")}
          </Button>
        </div>
      )}
    </div>
  );
};
