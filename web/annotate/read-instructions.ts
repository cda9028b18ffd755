import { useState } from "preact/hooks";
import type { ProjectShown } from "./station.ts";

export interface Reading {
  /** She has never been here on this device: they are shown before the first item. */
  readonly first: boolean;
  /** They changed since she read them. */
  readonly changed: boolean;
  readonly done: () => void;
}

/** Which version of the instructions was read, kept on this device only: nobody else needs to know. */
export const useReading = ({ projectId, instructions }: ProjectShown): Reading => {
  const key = `labelloop.read.${projectId}`;
  const [read, setRead] = useState(() => Number(localStorage.getItem(key) ?? 0));
  return {
    first: read === 0,
    changed: read > 0 && read < instructions.version,
    done: () => {
      localStorage.setItem(key, String(instructions.version));
      setRead(instructions.version);
    },
  };
};
