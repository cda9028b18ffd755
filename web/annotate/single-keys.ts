import { type ReadonlySignal, signal } from "@preact/signals";

const KEY = "labelloop.singleKeys";
const on = signal(true);

/** Whether single keys act (WCAG 2.1.4); kept on the device. */
export const singleKeys: ReadonlySignal<boolean> = on;

export const readSingleKeys = (storage: Storage): void => {
  on.value = storage.getItem(KEY) !== "off";
};

export const switchSingleKeys = (storage: Storage, to: boolean): void => {
  storage.setItem(KEY, to ? "on" : "off");
  on.value = to;
};
