import type { Handle } from "./access/page-server.ts";
import type { CloudOptions, Prepared } from "./cloud.ts";
import { startEventSource } from "./event-source/event-source.ts";
import { httpApi } from "./http-api/http-api.ts";
import type { Made } from "./make-template.ts";
import { parseSchedule } from "./schedule/expression.ts";
import { startSchedules } from "./schedule/schedules.ts";
import type { Listen, Services } from "./services.ts";
import { type SiteDocument, site } from "./site/site.ts";
import { siteObjects } from "./site/site-objects.ts";
import { noFiles, staticFiles } from "./site/static-files.ts";
import { eventSourcesOf } from "./wiring/event-sources.ts";
import type { LocalOrigins } from "./wiring/local-origins.ts";
import { deliverTo, notificationsOf } from "./wiring/notifications.ts";
import { responseHeaders } from "./wiring/response-headers.ts";
import { makeApi } from "./wiring/routes.ts";
import { makeSchedules } from "./wiring/schedules.ts";
import { queueName, sourceQueue } from "./wiring/source-queue.ts";

export interface RunOptions extends Prepared, Pick<CloudOptions, "siteConfig" | "now" | "newId"> {
  readonly made: Made;
  readonly services: Services;
  readonly origins: LocalOrigins;
  readonly listen: Listen | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly onFault: (part: string) => (error: unknown) => void;
}

export const CERTIFICATE_PATH = "/certificate.crt";

/** Sets in motion what acts by itself, and gives what answers requests. */
export const runTemplate = (options: RunOptions, started: AsyncDisposableStack): Handle => {
  const { made, services, now, newId, onFault } = options;
  const isStrict = options.listen?.isSelfSigned === false;
  const queue = services.queue.engine;
  const refOf = (resource: Parameters<Made["identities"]["nameOf"]>[0]) => made.identities.identify(resource).ref;
  const parts = { ...options, ...made, refOf };

  for (const mapping of eventSourcesOf({
    ...parts,
    sourceOf: (arn) => sourceQueue(queue, arn),
    visibilityMsOf: (arn) => (queue.findQueue(queueName(arn))?.attributes.VisibilityTimeout ?? 0) * 1000,
  })) {
    const source = startEventSource({ ...mapping, now, onFault: onFault(`queue of ${mapping.run.name}`) });
    started.defer(() => source.close());
  }
  services.bucket.onEvent(deliverTo(notificationsOf(parts), (arn, body) => void queue.send(queueName(arn), { body })));

  const lifecycle = {
    name: "lifecycle of objects",
    expression: parseSchedule("rate(1 hour)"),
    fire: async () => void (await services.bucket.sweep()),
  };
  const schedules = startSchedules([...makeSchedules(parts), lifecycle], { now, onFault: onFault("schedule") });
  started.defer(() => schedules.close());

  const api = makeApi({ ...parts, verify: services.signIn.verify });
  const siteBucket = options.outputs["SiteBucket"];
  return site({
    api: httpApi({ ...(api ?? { apiId: "none", routes: [] }), now, newId }),
    files: options.webRoot === undefined ? noFiles : staticFiles(options.webRoot),
    documents: documentsOf(options),
    readObject: siteBucket ? siteObjects(services.bucket.engine, siteBucket) : async () => undefined,
    headers: responseHeaders(options.assembly, made.resolver, { origins: options.origins, isStrict }),
  });
};

/** A phone that installs the folder's certificate is warned no more, on any of the ports. */
const documentsOf = ({
  siteConfig,
  services,
  outputs,
  listen,
}: RunOptions): Readonly<Record<string, SiteDocument>> => ({
  "/config.json": {
    type: "application/json",
    text: JSON.stringify(siteConfig?.({ signInUrl: services.signInUrl, outputs }) ?? {}),
  },
  ...(listen?.isSelfSigned && {
    [CERTIFICATE_PATH]: { type: "application/x-x509-ca-cert", text: listen.certificate.cert },
  }),
});
