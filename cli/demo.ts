import { parseArgs } from "node:util";
import { PICTURES } from "../core/demonstration/forest-insects.ts";
import { surprisesIn, tableOf } from "./demo/findings.ts";
import { startOwnServer } from "./demo/own-server.ts";
import { vendorFrom } from "./demo/people.ts";
import { type Play, play } from "./demo/play.ts";
import { telling } from "./demo/telling.ts";
import { signIn, siteAt } from "./site.ts";

const HELP = `Usage: npm run demo -- [--url URL] [--pictures N] [--out FOLDER]

Plays the story of the caterpillar without a person, through the real API: a vendor asks for pest or not a pest, three
annotators label drawn insects, one of them says that none of these fit and proposes a label, the others second it, the
vendor sees what that changes and costs and accepts, the affected items come back, and a client downloads the export.

  --url URL      play against the server whose page is there, as its vendor (default: a server of its own)
                 LABELLOOP_DEMO_NAME and LABELLOOP_DEMO_PASSWORD: another vendor than the demonstration's
  --pictures N   how many, 12 to ${PICTURES} (default: 40)
  --out FOLDER   where the export goes (default: out)
`;

/** Below this the story has no divided opinion, or nobody who cannot tell. */
const PICTURES_MIN = 12;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      pictures: { type: "string", default: "40" },
      out: { type: "string", default: "out" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const pictures = Number(values.pictures);
  if (!Number.isInteger(pictures) || pictures < PICTURES_MIN || pictures > PICTURES)
    throw new Error(`--pictures ${values.pictures}: expected ${PICTURES_MIN} to ${PICTURES}`);
  const rest = { pictures, outRoot: values.out };
  console.log("\nForest insects: the people who label change the labels\n");
  if (values.url === undefined) return playOnOwnServer(rest);
  const site = await siteAt(values.url);
  const { signInName, password } = vendorFrom(process.env);
  await playAndTell({ ...rest, site, vendor: await signIn(site, signInName, password) });
};

const playOnOwnServer = async (rest: Pick<Play, "pictures" | "outRoot">): Promise<void> => {
  const server = await telling(process.stdout).step("a server starts on this machine", startOwnServer);
  const stop = (): void => void server.end().then(() => process.exit(130));
  process.once("SIGINT", stop);
  try {
    await playAndTell({ ...rest, site: server.site, vendor: await server.vendor() });
  } finally {
    process.off("SIGINT", stop);
    await server.end();
  }
};

const playAndTell = async (options: Play): Promise<void> => {
  const { folder, findings, affected } = await play(options, telling(process.stdout));
  console.log(`\nWhat the export says\n\n${tableOf(findings)}\n\n  in ${folder}\n`);
  const surprises = surprisesIn(findings, { pictures: options.pictures, affected });
  if (surprises.length > 0) throw new Error(surprises.join("; "));
};

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
