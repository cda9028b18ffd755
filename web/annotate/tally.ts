import { type ReadonlySignal, signal } from "@preact/signals";
import type { Pay } from "../../core/project.ts";
import type { Api } from "../api.ts";

/** What she earned today, in the currency of this project; undefined until known, or when the project pays nothing. */
export interface Tally {
  readonly todayMicros: ReadonlySignal<number | undefined>;
  /** One more answer was stored. */
  readonly add: () => void;
}

export const makeTally = (api: Api, pay: Pay): Tally => {
  const todayMicros = signal<number | undefined>(undefined);
  let since = 0;
  if (pay.kind === "paid") {
    api("earnings", {}).then(
      ({ today }) => {
        const sum = today.find(({ currency }) => currency === pay.currency)?.amountMicros ?? 0;
        todayMicros.value = sum + since;
      },
      // Not shown then; the page "Earned" has it.
      () => undefined,
    );
  }
  return {
    todayMicros,
    add: () => {
      if (pay.kind !== "paid") return;
      if (todayMicros.value === undefined) since += pay.amountMicros;
      else todayMicros.value += pay.amountMicros;
    },
  };
};
