import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { USUAL_COST } from "../../../local/sign-in/password.ts";
import { type LocalSignIn, startLocalSignIn } from "../../contract/support/sign-in-world.ts";

/** What each hash was made of: password, and how much work it was. */
const hashed: { readonly password: string; readonly work: object; readonly saltBytes: number }[] = [];
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  const scrypt = (password: string, salt: Buffer, bytes: number, options: object, done: never) => {
    hashed.push({ password, work: options, saltBytes: salt.length });
    return crypto.scrypt(password, salt, bytes, options, done);
  };
  return { ...crypto, scrypt };
});

const PASSWORD = "long enough 1";
const WRONG = "wrong but long 1";
const WORK = { N: 2 ** 15, r: 8, p: 3 };

let signIn: LocalSignIn;
beforeAll(async () => {
  signIn = await startLocalSignIn({ passwordCost: USUAL_COST });
  for (const Username of ["known", "new"])
    await signIn.running.call("AdminCreateUser", {
      ...{ UserPoolId: signIn.poolId, Username },
      ...{ TemporaryPassword: PASSWORD, MessageAction: "SUPPRESS" },
    });
  await signIn.running.call("AdminSetUserPassword", {
    ...{ UserPoolId: signIn.poolId, Username: "known" },
    ...{ Password: PASSWORD, Permanent: true },
  });
});
afterAll(() => signIn.close());
beforeEach(() => void hashed.splice(0));

const enter = (USERNAME: string, attempt: string) =>
  signIn.running.call("InitiateAuth", {
    ClientId: signIn.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD: attempt },
  });
const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "in",
    ({ type, message }: { type: string; message: string }) => `${type}: ${message}`,
  );

describe("a guess at a password", () => {
  it("is the same work and the same answer for a name that somebody has, one that was never used, and nobody's", async () => {
    const answers: string[] = [];
    for (const name of ["known", "new", "nobody"]) {
      answers.push(await refusalOf(enter(name, WRONG)));
      expect(hashed.splice(0), name).toEqual([{ password: WRONG, work: expect.objectContaining(WORK), saltBytes: 16 }]);
    }
    expect(new Set(answers)).toEqual(new Set(["NotAuthorizedException: Incorrect username or password."]));
  });

  it("costs as much as OWASP asks of scrypt, unless somebody says otherwise", () => {
    // https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
    expect(USUAL_COST).toEqual({ cost: 2 ** 15, blockSize: 8, parallel: 3 });
  });
});

it("what is kept of a password names its work, and no two people with one password have the same", () => {
  const kept = new DatabaseSync(`${signIn.folder}/sign-in.sqlite`, { readOnly: true });
  const rows = kept
    .prepare("SELECT * FROM users")
    .all()
    .map((row) => JSON.stringify(row));
  kept.close();
  const hashes = rows.map((row) => /scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}/.exec(row)?.[0]);
  expect(hashes.filter((hash) => hash !== undefined)).toHaveLength(2);
  expect(new Set(hashes).size).toBe(2);
});
