import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "./api.ts";
import type { WebConfig } from "./config.ts";
import type { Session } from "./session/session.ts";

/** Everything a screen may reach outside itself, made once in main.tsx and handed down. */
export interface App {
  readonly config: WebConfig;
  readonly session: Session;
  readonly api: Api;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
  /** Runs `task` while no other tab of this browser runs one of the same name. */
  readonly alone: <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;
  /** Screens drawn so far: the first leaves focus alone, later ones move it to their heading. */
  readonly visits: { count: number };
}

export const AppContext = createContext<App | undefined>(undefined);

export const useApp = (): App => {
  const app = useContext(AppContext);
  if (!app) throw new Error("no app around this component");
  return app;
};
