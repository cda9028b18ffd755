import type { ComponentChildren, VNode } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface DialogProps {
  readonly title: string;
  /** Closed by Escape, by the cross, by a tap beside it. */
  readonly onClose: () => void;
  /** Slides up under the thumb on a phone. */
  readonly sheet?: boolean;
  readonly children: ComponentChildren;
}

/** A native modal dialog: focus stays inside, Escape closes it, and focus returns to where it was. Draw it to open it. */
export const Dialog = ({ title, onClose, sheet, children }: DialogProps): VNode => {
  const place = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    place.current?.showModal();
    // The title is read first; without this the cross would be.
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a tap beside the dialog; Escape does the same (onCancel).
    <dialog
      ref={place}
      class={sheet ? "sheet" : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === place.current) onClose();
      }}
    >
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button kind="quiet" square aria-label={t("app.close")} title={t("app.close")} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </header>
      {children}
    </dialog>
  );
};
