import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { PasswordPolicy } from "./pool-settings.ts";
import { SignInError } from "./sign-in-error.ts";

/** Work of one hash: `cost` rounds over 128 × cost × blockSize bytes, `parallel` times. Stored with each hash. */
export interface HashCost {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** One of the settings that OWASP recommends; 32 MB and some tenths of a second a guess. */
export const USUAL_COST: HashCost = { cost: 2 ** 15, blockSize: 8, parallel: 3 };

const HASH_BYTES = 32;

/** `scrypt$cost$blockSize$parallel$salt$hash`: enough to check a password after the usual cost has changed. */
export const hashPassword = async (password: string, cost: HashCost): Promise<string> => {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  const parts = [cost.cost, cost.blockSize, cost.parallel, salt.toString("base64url"), hash.toString("base64url")];
  return `scrypt$${parts.join("$")}`;
};

/** Whether the password made the hash. With no hash it takes as long as with one of `cost`, and is false. */
export const isPassword = async (password: string, stored: string | undefined, cost: HashCost): Promise<boolean> => {
  if (stored === undefined) {
    await derive(password, Buffer.alloc(16), cost);
    return false;
  }
  const [, rounds, blockSize, parallel, salt = "", hash = ""] = stored.split("$");
  const then = { cost: Number(rounds), blockSize: Number(blockSize), parallel: Number(parallel) };
  const expected = Buffer.from(hash, "base64url");
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64url"), then), expected);
};

const derive = (password: string, salt: Buffer, { cost, blockSize, parallel }: HashCost): Promise<Buffer> => {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const options = { N: cost, r: blockSize, p: parallel, maxmem: 256 * cost * blockSize };
  // The same letters may be typed as different code points; NIST SP 800-63B asks to bring them to one form.
  scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
    if (error) reject(error);
    else resolve(hash);
  });
  return promise;
};

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const MAX_LENGTH = 256;
const SYMBOLS = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

/** Refuses a password that the pool's policy forbids, with Cognito's words for what is missing. */
export const checkPolicy = (password: string, policy: PasswordPolicy): void => {
  const refuse = (what: string) => {
    throw new SignInError("InvalidPasswordException", `Password did not conform with policy: ${what}`);
  };
  if (password.length < policy.minLength) refuse("Password not long enough");
  if (password.length > MAX_LENGTH) refuse("Password too long");
  if (password !== password.trim()) refuse("Password must not start or end with a space");
  if (policy.uppercase && !/[A-Z]/.test(password)) refuse("Password must have uppercase characters");
  if (policy.lowercase && !/[a-z]/.test(password)) refuse("Password must have lowercase characters");
  if (policy.numbers && !/[0-9]/.test(password)) refuse("Password must have numeric characters");
  if (policy.symbols && !SYMBOLS.test(password)) refuse("Password must have symbol characters");
};
