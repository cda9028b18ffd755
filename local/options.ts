import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  readonly folder: string;
  /** The page's; the others take what follows. 0: any free ones. */
  readonly port: number;
  /** Serve others on the network under this name or address. */
  readonly listen: { readonly host: string; readonly certFile?: string; readonly keyFile?: string } | undefined;
  readonly hasDemo: boolean;
  readonly hasDemoPictures: boolean;
  readonly printsJson: boolean;
}

export const HELP = `Usage: npm start -- [options]

Runs Labelloop whole on this machine: the template that would be deployed to AWS, with its data in one folder.

  --folder FOLDER  where data are kept (default: .labelloop here); one server at a time
  --port PORT      of the page (default: 4400); the others take the next free ones; 0 takes any free ones
  --listen HOST    serve others on the network under this name or address, over TLS and without demo sign-ins
  --cert FILE      certificate for HOST, PEM (default: one made for this folder, which browsers warn of)
  --key FILE       its key, PEM
  --no-demo        do not make the demo sign-ins and their project
  --no-demo-pictures
                   make them without the project's pictures
  --json           print one line of JSON when ready, and nothing else on standard output
  --help           print this
`;

/** Reads the command line; throws with a sentence for the person who typed it. */
export const parseOptions = (args: readonly string[]): Options | "help" => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: "string", default: ".labelloop" },
      port: { type: "string", default: "4400" },
      listen: { type: "string" },
      cert: { type: "string" },
      key: { type: "string" },
      "no-demo": { type: "boolean", default: false },
      "no-demo-pictures": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new Error(`--port ${values.port}: expected a number from 0 to 65535`);
  const { listen: host, cert: certFile, key: keyFile } = values;
  if ((certFile === undefined) !== (keyFile === undefined)) throw new Error("--cert and --key go together");
  if (certFile !== undefined && host === undefined) throw new Error("--cert and --key are for --listen HOST");
  if (host !== undefined && !isHost(host))
    throw new Error(`--listen ${host}: expected a name or an address that others can open, without a port`);
  return {
    folder: resolve(values.folder),
    port,
    listen:
      host === undefined ? undefined : { host: host.toLowerCase(), ...(certFile && keyFile && { certFile, keyFile }) },
    hasDemo: !values["no-demo"] && host === undefined,
    hasDemoPictures: !values["no-demo-pictures"],
    printsJson: values.json,
  };
};

/** A name, or an IPv4 address. IPv6 would need brackets in every address; no office hands those out by hand. */
const isHost = (host: string): boolean =>
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(host) &&
  host !== "0.0.0.0";
