import { randomBytes } from "node:crypto";
import type { Client } from "./pools.ts";
import { notAuthorized } from "./sign-in-error.ts";
import type { User } from "./store.ts";

/** A first sign-in that waits for the person's own password. */
interface Waiting {
  readonly clientId: string;
  readonly username: string;
  /** Of the temporary password: when it has been replaced meanwhile, the session is void. */
  readonly passwordHash: string | undefined;
  readonly expiresMs: number;
}

/** Sessions of `NEW_PASSWORD_REQUIRED`. They live for minutes, so a restart simply asks to sign in again. */
export const openSessions = (now: () => number) => {
  const waiting = new Map<string, Waiting>();

  return {
    open: (client: Client, user: User): string => {
      for (const [session, { expiresMs }] of waiting) if (expiresMs <= now()) waiting.delete(session);
      const session = randomBytes(48).toString("base64url");
      waiting.set(session, {
        clientId: client.clientId,
        username: user.username,
        passwordHash: user.passwordHash,
        expiresMs: now() + client.sessionMs,
      });
      return session;
    },

    /** Throws unless the session is this user's, at this client, in time. */
    check: (session: string, client: Client, user: User | undefined): User => {
      const found = waiting.get(session);
      const fits =
        user?.status === "FORCE_CHANGE_PASSWORD" &&
        found?.clientId === client.clientId &&
        found.username === user.username &&
        found.passwordHash === user.passwordHash;
      if (!fits) throw notAuthorized("Invalid session for the user.");
      if (found.expiresMs <= now()) throw notAuthorized("Invalid session for the user, session is expired.");
      return user;
    },

    close: (session: string): void => {
      waiting.delete(session);
    },
  };
};

export type Sessions = ReturnType<typeof openSessions>;
