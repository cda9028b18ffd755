import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded before the server of a short test (`--import`): a password takes a hundredth of its usual work, which would be
 * most of what such a test does. Long runs do without.
 */
const { scrypt } = crypto;
const quick = (...[password, salt, length, options, done]: Parameters<typeof scrypt>): void =>
  scrypt(password, salt, length, { ...options, N: 1024, p: 1 }, done);
Object.assign(crypto, { scrypt: quick });
syncBuiltinESMExports();
