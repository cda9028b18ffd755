import type { RunningCloud } from "../cloud.ts";
import { accountsOf } from "./accounts.ts";
import { setDemoState } from "./marker.ts";
import { uploadPictures } from "./pictures.ts";
import { DEMO_SIGN_INS, type DemoSignIn } from "./sign-ins.ts";
import { gatherTeam } from "./team.ts";

export interface DemonstrationOptions {
  readonly cloud: RunningCloud;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly hasPictures: boolean;
  /** Where rasterised pictures are kept, for this folder and others. */
  readonly pictureCache: string;
  readonly onError: (line: string) => void;
}

export interface Demonstration {
  readonly signIns: readonly DemoSignIn[];
  /** When all pictures are uploaded, or the cloud closes. */
  readonly finished: Promise<void>;
  /** Ends what is under way; the next start goes on with it. */
  close(): void;
}

/** The functions that making it calls. */
const CALLED = ["InviteVendor", "AcceptInvitation", "ListProjects", "CreateProject", "Invite", "ChangeProjectState"];

/**
 * Makes the demonstration, or goes on where an earlier start was cut. Resolves when people can sign in and the
 * project is open; its pictures follow, so that nobody waits for them.
 */
export const makeDemonstration = async (options: DemonstrationOptions): Promise<Demonstration> => {
  const { cloud, userPoolId, clientId, hasPictures, pictureCache, onError } = options;
  const accounts = accountsOf(cloud.services.signIn, userPoolId, clientId);
  // Its calls go one after the other; the functions behind them need not start so.
  const [team] = await Promise.all([gatherTeam(cloud.addresses.api, accounts), cloud.warm(CALLED)]);
  const stop = new AbortController();
  const finish = async (): Promise<void> => {
    if (hasPictures) await uploadPictures(team, pictureCache, stop.signal);
    if (!stop.signal.aborted) setDemoState(cloud.folder, "complete");
  };
  const finished = finish().catch((error: unknown) => {
    if (!stop.signal.aborted) onError(`the demonstration is not complete, the next start goes on: ${String(error)}`);
  });
  return {
    signIns: DEMO_SIGN_INS,
    finished,
    close: () => stop.abort(),
  };
};
