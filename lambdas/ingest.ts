import { unreachable } from "../core/assert.ts";
import { parseProjectId } from "../core/ids.ts";
import { isKeptAside } from "../core/kept-aside.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { ingestSlice } from "./ingest/manifest-slice.ts";
import { type IngestMessage, ingestMessage, keyOfEvent, type ObjectEvent } from "./ingest/messages.ts";
import { ingestNamedObject } from "./ingest/named-object.ts";
import { ingestDigest, ingestObject } from "./ingest/object.ts";
import { serveQueue } from "./queue.ts";
import { projects } from "./store/projects.ts";

/** Each holds at most one small object, or a few blocks of a large one. */
const AT_ONCE = 4;

/** Turns what comes into the bucket into items. Events come at least once and in any order. */
export const ingest = async (deps: Deps, message: IngestMessage): Promise<void> => {
  if ("Event" in message) return;
  if ("Records" in message) {
    return ingestEvents(deps, message.Records);
  }
  const project = await projects(deps).find(message.projectId);
  if (!project) throw new Error(`project ${message.projectId}: not there, though ingest sent work for it`);
  switch (message.kind) {
    case "manifest-slice":
      return ingestSlice(deps, project, message);
    case "named-object":
      return ingestNamedObject(deps, project, message);
    case "digest":
      return ingestDigest(deps, project, message);
    default:
      return unreachable(message);
  }
};

/** One that fails holds up no other; the message comes again for its sake, and finds the others done. */
const ingestEvents = async (deps: Deps, events: readonly ObjectEvent[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const event of events) await ingestEvent(deps, event).catch((error: unknown) => failures.push(error));
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} of ${events.length} events failed`);
  if (failures.length === 1) throw failures[0];
};

const ingestEvent = async (deps: Deps, event: ObjectEvent): Promise<void> => {
  if (!/^(s3:)?ObjectCreated:/.test(event.eventName)) return;
  const key = keyOfEvent(event);
  if (key === undefined)
    throw new Error(`an event names an object by ${JSON.stringify(event.s3.object.key)}, which encodes no key`);
  const projectId = parseProjectId(key.slice(0, Math.max(0, key.indexOf("/"))));
  const project = projectId && (await projects(deps).find(projectId));
  // Nobody could be shown it: there is no project whose vendor it could wait for.
  if (!project) return deps.log.warn("object.without-project", { projectId });
  if (isKeptAside(key.slice(key.indexOf("/") + 1))) return;
  // What consoles make to show a folder.
  if (key.endsWith("/")) return;
  const { versionId, sequencer } = event.s3.object;
  await ingestObject(deps, project, { key, ...(versionId && { versionId }), ...(sequencer && { sequencer }) });
};

export const handler = onFirstCall(() =>
  serveQueue({ message: ingestMessage, atOnce: AT_ONCE }, awsDeps(process.env), ingest),
);
