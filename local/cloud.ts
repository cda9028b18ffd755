import { outputsByName } from "../infra/outputs.ts";
import type { Caller } from "./access/caller.ts";
import { type PageServer, startPageServer } from "./access/page-server.ts";
import type { Asked } from "./access/policy.ts";
import type { Certificate } from "./access/tls-front.ts";
import { ownCertificate } from "./folder/certificate.ts";
import { type FolderKeys, openKeys } from "./folder/keys.ts";
import { type FolderLock, lockFolder } from "./folder/lock.ts";
import { replayLedger } from "./folder/replay-ledger.ts";
import { checkSchema } from "./folder/schema.ts";
import { type Made, makeTemplate } from "./make-template.ts";
import { portsFrom } from "./ports.ts";
import { CERTIFICATE_PATH, runTemplate } from "./run-template.ts";
import { LISTEN_ADDRESS, type Listen, type Services, startServices } from "./services.ts";
import type { HashCost } from "./sign-in/password.ts";
import type { Assembly } from "./template/assembly.ts";

export interface CloudOptions {
  /** Where everything is kept; made if it is not there. One cloud at a time. */
  readonly folder: string;
  /** Called once the folder is this cloud's alone; meanwhile the services start. */
  readonly prepare: () => Promise<Prepared>;
  /** The page's port, the others take the next free ones; 0 takes any free ones. */
  readonly port: number;
  /** Serve others under this name; without a certificate of one's own the folder's is used. */
  readonly listen?: { readonly host: string; readonly certificate?: Certificate };
  /** Makes /config.json of what the template came to. */
  readonly siteConfig?: (facts: SiteFacts) => unknown;
  /** Work of one password hash; tests may take less than people should. */
  readonly passwordCost?: HashCost;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  /** Hears of what went wrong, a line each. */
  readonly onError: (line: string) => void;
  /** Hears of everything that a role is asked for, before it is done or refused. */
  readonly onAsked?: (asked: Asked) => void;
}

/** What is run. */
export interface Prepared {
  readonly assembly: Assembly;
  /** Folder of the built page; without one only the API and what lies in the site's bucket are served. */
  readonly webRoot?: string;
}

export interface SiteFacts {
  readonly signInUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Addresses {
  readonly page: string;
  readonly api: string;
  readonly bucket: string;
  readonly table: string;
  readonly queue: string;
  readonly signIn: string;
}

export interface RunningCloud {
  readonly addresses: Addresses;
  readonly folder: string;
  /** Outputs of the template's stacks, by their own names. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly operatorKeysFile: string;
  readonly credentialsFile: string;
  /** Where other machines get the certificate that they must trust; undefined if they trust it anyway. */
  readonly certificateUrl: string | undefined;
  readonly services: Services;
  readonly made: Made;
  /** Starts functions by name, so that their first caller need not wait for it. */
  warm(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Runs a synthesized template on this machine. What it started is ended again when it cannot start whole, and
 * nothing is left behind by `close`: no thread, no socket, no timer.
 */
export const startCloud = async (options: CloudOptions): Promise<RunningCloud> => {
  const started = new AsyncDisposableStack();
  try {
    return await start(options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
};

const start = async (options: CloudOptions, started: AsyncDisposableStack): Promise<RunningCloud> => {
  const { folder, now, newId, onError } = options;
  const { lock, keys } = openFolder(folder, started);
  const preparing = options.prepare();
  // Awaited below; until then a failure must not count as one that nobody handles.
  preparing.catch(() => undefined);
  const listen = options.listen && (await listenOf(options.listen, folder, now()));
  const callers = new Map<string, Caller>([[keys.operator.accessKeyId, keys.operator]]);
  const nextPort = portsFrom(options.port, listen ? LISTEN_ADDRESS : "127.0.0.1");
  const onFault = (part: string) => (error: unknown) => onError(`${part}: ${describe(error)}`);

  const page = await startPage(await nextPort(), listen, onFault("page"));
  started.defer(() => page.close());
  lock.note(`process ${process.pid}, which serves ${page.origins[0]}`);
  const services = await startServices(
    {
      folder,
      nextPort,
      listen,
      findCaller: (accessKeyId) => callers.get(accessKeyId),
      now,
      newId,
      origins: page.origins,
      ...(options.passwordCost && { passwordCost: options.passwordCost }),
      onFault,
    },
    started,
  );
  const { assembly, webRoot } = await preparing;
  const made = await makeTemplate(
    {
      assembly,
      folder,
      keys,
      services,
      listen,
      now,
      newId,
      onError,
      ...(options.onAsked && { onAsked: options.onAsked }),
    },
    started,
  );
  for (const { caller } of made.functions.values()) callers.set(caller.accessKeyId, caller);
  const origins = { page: page.origins[0], bucket: services.bucket.url, signIn: new URL(services.signInUrl).origin };
  const outputs = outputsByName(made.resolver.outputs());
  const again = await replayLedger({
    folder,
    now,
    operator: keys.operator,
    outputs,
    addresses: { table: services.table.url, bucket: services.bucket.url, signIn: services.signIn.url },
    table: services.table.engine,
  });
  if (again > 0) onError(`${again} erased again: the folder came from before their erasure`);
  const handle = runTemplate(
    {
      ...options,
      assembly,
      ...(webRoot !== undefined && { webRoot }),
      made,
      services,
      origins,
      outputs,
      onFault,
      listen,
    },
    started,
  );
  page.serve(handle);
  return {
    addresses: {
      page: page.origins[0],
      api: `${page.origins[0]}/api`,
      bucket: services.bucket.url,
      table: services.table.url,
      queue: services.queue.url,
      signIn: services.signInUrl,
    },
    folder,
    outputs,
    operatorKeysFile: keys.operatorFile,
    credentialsFile: keys.credentialsFile,
    certificateUrl: listen?.isSelfSigned ? `${page.origins[0]}${CERTIFICATE_PATH}` : undefined,
    services,
    made,
    warm: async (names) => {
      const wanted = [...made.functions.values()].filter(({ run }) => names.includes(run.name));
      await Promise.all(wanted.map(({ run }) => run.warm()));
    },
    close: () => started.disposeAsync(),
  };
};

const openFolder = (
  folder: string,
  started: AsyncDisposableStack,
): { readonly lock: FolderLock; readonly keys: FolderKeys } => {
  const lock = lockFolder(folder);
  started.defer(() => lock.release());
  checkSchema(folder);
  return { lock, keys: openKeys(folder) };
};

const listenOf = async (
  { host, certificate: given }: NonNullable<CloudOptions["listen"]>,
  folder: string,
  nowMs: number,
): Promise<Listen> => ({
  host,
  certificate: given ?? (await ownCertificate(folder, host, nowMs)),
  isSelfSigned: given === undefined,
});

const startPage = (port: number, listen: Listen | undefined, onFault: (error: unknown) => void): Promise<PageServer> =>
  startPageServer({
    port,
    address: listen ? LISTEN_ADDRESS : "127.0.0.1",
    hosts: listen ? [listen.host] : [],
    ...(listen && { tls: listen.certificate }),
    onFault,
  });

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
