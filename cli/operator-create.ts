import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { type Accounts, accountsInAws, accountsInFolder, createAccount } from "./accounts.ts";
import { askPassword } from "./ask.ts";
import type { Command } from "./command.ts";

/** As the API takes them: lambdas/api/people.ts. */
const SIGN_IN_NAME = /^[a-z0-9][a-z0-9._@+-]{1,63}$/;

/** The first account of a deployment; everybody else comes by an invitation. */
export const operatorCreate: Command = {
  words: ["operator", "create"],
  usage: "operator create NAME [--folder FOLDER | --aws [--stage STAGE]] [--ask]",
  summary: "make the account of an operator, who invites vendors",
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        folder: { type: "string", default: ".labelloop" },
        aws: { type: "boolean", default: false },
        stage: { type: "string", default: "dev" },
        ask: { type: "boolean", default: false },
      },
    });
    const [signInName, ...more] = positionals;
    if (!signInName || more.length > 0) throw new Error("give one name: labelloop operator create NAME");
    if (!SIGN_IN_NAME.test(signInName))
      throw new Error(`${signInName} cannot be a name: 2 to 64 of a-z, 0-9 and . _ @ + -, a letter or digit first`);
    const accounts = values.aws ? await accountsInAws(values.stage) : await accountsInFolder(values.folder);
    const password = values.ask ? await askPassword(`Password for ${signInName}: `) : newPassword();
    await createAccount(accounts, { signInName, group: "operator", password, isOwn: values.ask });
    console.log(said(accounts, signInName, values.ask ? undefined : password));
  },
};

/** 80 bits, in groups that can be read to somebody. */
const newPassword = (): string => (randomBytes(10).toString("hex").match(/.{5}/g) ?? []).join("-");

const said = ({ pageUrl }: Accounts, signInName: string, password: string | undefined): string =>
  [
    `${signInName} is an operator.`,
    ...(password ? [`First password, shown only here: ${password}`] : []),
    `Sign in${pageUrl ? ` at ${pageUrl}` : " at the page"}${password ? " and choose another" : ""}.`,
  ].join("\n");
