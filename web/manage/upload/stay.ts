import { effect, type ReadonlySignal } from "@preact/signals";

/**
 * Asks before the page is left, for as long as something would be lost. Only then: browsers keep a page that listens
 * for this out of their fast way back. Gives what ends it.
 */
export const stayWhile = (
  isUnsent: ReadonlySignal<boolean>,
  page: Pick<EventTarget, "addEventListener" | "removeEventListener">,
): (() => void) => {
  const stay = (event: Event): void => event.preventDefault();
  return effect(() => {
    if (!isUnsent.value) return undefined;
    page.addEventListener("beforeunload", stay);
    return () => page.removeEventListener("beforeunload", stay);
  });
};
