import type { VNode } from "preact";
import { number, t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon, type IconName } from "../../parts/icon.tsx";
import type { Command } from "../keys.ts";
import type { Station } from "../station.ts";
import type { SheetName } from "./head.tsx";

interface RailProps {
  readonly station: Station;
  readonly draws: boolean;
  readonly isPicture: boolean;
  readonly run: (command: Command) => void;
  readonly open: (sheet: SheetName) => void;
}

/** Tools beside the picture: everything that gestures and keys do, as buttons. */
export const Rail = ({ station, draws, isPicture, run, open }: RailProps): VNode => {
  const { editing, surface, work } = station;
  const { past, future } = editing.editor.value.history;
  const pending = editing.editor.value.gesture.kind !== "none";
  const count = editing.draft.value.shapes.length;
  return (
    <section class="rail" aria-label={t("annotate.tools")}>
      <Tool
        icon="previous"
        name={t("annotate.previous")}
        keys="B"
        off={!work.hasEarlier.value}
        onClick={() => run({ do: "previous" })}
      />
      <Tool
        icon="undo"
        name={t("annotate.tool.undo")}
        keys="Z"
        off={past.length === 0 && !pending}
        onClick={() => run({ do: "undo" })}
      />
      <Tool
        icon="redo"
        name={t("annotate.tool.redo")}
        keys="Shift Z"
        off={future.length === 0}
        onClick={() => run({ do: "redo" })}
      />
      {draws && (
        <Tool
          icon="hand"
          name={t("annotate.tool.hand")}
          keys="H"
          pressed={surface.hand.value}
          onClick={() => run({ do: "hand" })}
        />
      )}
      {isPicture && (
        <>
          <Tool icon="minus" name={t("annotate.tool.out")} keys="−" onClick={() => run({ do: "zoom-out" })} />
          <Tool icon="plus" name={t("annotate.tool.in")} keys="+" onClick={() => run({ do: "zoom-in" })} />
          <Tool icon="fit" name={t("annotate.tool.fit")} keys="F" onClick={() => run({ do: "fit" })} />
        </>
      )}
      {draws && (
        <Button square class="phone" aria-label={t("annotate.drawn.count", { count })} onClick={() => open("drawn")}>
          <Icon name="list" />
          <span class="count number">{number(count)}</span>
        </Button>
      )}
    </section>
  );
};

interface ToolProps {
  readonly icon: IconName;
  readonly name: string;
  readonly keys: string;
  readonly pressed?: boolean;
  readonly off?: boolean;
  readonly onClick: () => void;
}

const Tool = ({ icon, name, keys, pressed, off, onClick }: ToolProps): VNode => (
  <Button
    square
    aria-label={name}
    title={`${name} (${keys})`}
    {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
    {...(off ? { "aria-disabled": true } : {})}
    onClick={off ? undefined : onClick}
  >
    <Icon name={icon} />
  </Button>
);
