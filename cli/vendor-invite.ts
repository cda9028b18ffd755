import { parseArgs } from "node:util";
import { askPassword } from "./ask.ts";
import type { Command } from "./command.ts";
import { signIn, siteAt } from "./site.ts";

/** A link for somebody who will create projects: hand it over as you like, it works once, for a week. */
export const vendorInvite: Command = {
  words: ["vendor", "invite"],
  usage: "vendor invite --as OPERATOR [--url URL] [--note TEXT]",
  summary: "make a link with which a vendor signs up (asks for the operator's password)",
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        as: { type: "string" },
        url: { type: "string", default: "http://127.0.0.1:4400" },
        note: { type: "string" },
      },
    });
    if (!values.as) throw new Error("say who invites: --as OPERATOR");
    const site = await siteAt(values.url);
    const operator = await signIn(site, values.as, await askPassword(`Password of ${values.as}: `));
    const { secret, expiresAtMs } = await operator("inviteVendor", { body: values.note ? { note: values.note } : {} });
    console.log(`${site.pageUrl}/invite/${secret}`);
    console.error(`Works once, until ${new Date(expiresAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC.`);
  },
};
