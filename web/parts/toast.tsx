import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { Button } from "./button.tsx";
import { KeyHint } from "./key-hint.tsx";

/** Something else that may be done now; never asked for. */
interface Offer {
  readonly text: string;
  /** The key that does the same. */
  readonly key: string;
  readonly act: () => void;
}

interface Toast {
  readonly text: string;
  readonly undo?: (() => void) | undefined;
  readonly offer?: Offer | undefined;
}

const shown = signal<Toast | undefined>(undefined);
/** Long enough to read and to reach; what it undoes can also be undone elsewhere (WCAG 2.2.1). */
const STAYS_MS = 5_000;
const OFFER_STAYS_MS = 10_000;

/** Says what was just done, with a way back. One at a time: the newest. */
export const toast = (text: string, undo?: () => void, offer?: Offer): void => {
  shown.value = { text, undo, offer };
};

export const dismissToast = (): void => {
  shown.value = undefined;
};

/** Does what the toast of now offers, as its button would; false when it offers nothing. */
export const takeOffer = (): boolean => {
  const offer = shown.peek()?.offer;
  if (!offer) return false;
  dismissToast();
  offer.act();
  return true;
};

export const Toasts = (): VNode => {
  const now = shown.value;
  useEffect(() => {
    if (!now) return undefined;
    const timer = setTimeout(dismissToast, now.offer ? OFFER_STAYS_MS : STAYS_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="toasts" role="status">
      {now && (
        <div class="toast">
          <span>{now.text}</span>
          {now.offer && (
            <Button onClick={takeOffer}>
              {now.offer.text}
              <KeyHint>{now.offer.key}</KeyHint>
            </Button>
          )}
          {now.undo && (
            <Button
              onClick={() => {
                dismissToast();
                now.undo?.();
              }}
            >
              {t("app.undo")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
};
