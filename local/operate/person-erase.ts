import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import type { Command } from "../../cli/command.ts";
import { type AnnotatorId, parseAnnotatorId } from "../../core/ids.ts";
import { type Erased, erasePerson, whatIsOf } from "../../lambdas/erasure/erase-person.ts";
import { soleVendorOf } from "../../lambdas/erasure/sole-vendor.ts";
import { personSigningInAs, signInNameOf } from "../../lambdas/sign-in-accounts.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { people } from "../../lambdas/store/people.ts";
import { type Installation, installationAt, WHERE } from "./installation.ts";

/** For somebody who asks to be forgotten. Cut off, it is asked for again, or `person replay` finishes it. */
export const personErase: Command = {
  words: ["person", "erase"],
  usage:
    "person erase NAME|ID [--folder FOLDER | --aws [--stage STAGE] [--outputs FILE]] [--dry-run] [--yes] [--leave-projects-alone]",
  summary: "erase a person: her name, words, recordings and sign-in; her work and pay stay, under an id",
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...WHERE,
        "dry-run": { type: "boolean", default: false },
        "leave-projects-alone": { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
      },
    });
    const [who, ...more] = positionals;
    if (!who || more.length > 0) throw new Error("give one sign-in name or id: labelloop person erase NAME");
    const installation = installationAt(values);
    const personId = await find(installation, who);
    const found = await whatIsOf(installation.deps, personId);
    console.log(`${who} (${personId})\n${listed(found)}`);
    const alone = await soleVendorOf(installation.deps, personId);
    if (alone.length > 0) console.log(`The only vendor of ${alone.join(", ")}.`);
    if (values["dry-run"]) return;
    if (alone.length > 0 && !values["leave-projects-alone"])
      throw new Error(
        "without her nobody could run these projects: have her make somebody else a vendor there, or give --leave-projects-alone",
      );
    if (!values.yes && !(await isMeant(who))) {
      console.log("Nothing was erased.");
      return;
    }
    const { exportsNaming } = await erasePerson(installation.deps, installation.ledger, personId);
    console.log(`Erased. Her answers and her pay stay under the id ${personId}, which leads to nobody.`);
    if (exportsNaming.length > 0) console.log(namedIn(exportsNaming));
  },
};

/** By the name that she signs in with, or by her id, which need not have a sign-in any more. */
const find = async ({ deps }: Installation, who: string): Promise<AnnotatorId> => {
  const id = parseAnnotatorId(who);
  if (!id) {
    const found = await personSigningInAs(deps, who);
    if (found) return found;
    throw new Error(`nobody signs in as ${who}: an erasure that was cut off is finished by person replay`);
  }
  const isKnown =
    (await people(deps).erasure(id)) !== "none" ||
    (await people(deps).find(id)) !== undefined ||
    (await signInNameOf(deps, id)) !== undefined ||
    (await memberships(deps).ofPerson(id)).length > 0;
  if (isKnown) return id;
  throw new Error(`there is nobody with the id ${id}`);
};

const listed = ({ counts }: Erased): string =>
  Object.entries(counts)
    .map(([kind, count]) => `  ${String(count).padStart(5)} ${kind}`)
    .join("\n");

const namedIn = (exports: Erased["exportsNaming"]): string =>
  [
    "These exports may name her. They are never changed, and whoever downloaded one has it: make new ones, and ask for the old",
    "ones to be deleted. In the bucket of exports they lie under exports/PROJECT/EXPORT/.",
    ...exports.map(({ projectId, exportId }) => `  ${projectId}/${exportId}`),
  ].join("\n");

const isMeant = async (who: string): Promise<boolean> => {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await lines.question(`This cannot be taken back. Type ${who} to erase: `);
  lines.close();
  return typed.trim() === who;
};
