import { refuse } from "../core/refusal.ts";
import type { Thread, ThreadAnchor } from "../core/thread.ts";
import { currentOntology } from "./current-ontology.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { findProject } from "./project-shape.ts";
import { oneThread } from "./shown-thread.ts";
import { withholdAskedGold } from "./steps/withhold-asked-gold.ts";
import { items } from "./store/items.ts";
import { threads } from "./store/threads.ts";
import { refuseOtherWord, wordOf } from "./thread-words.ts";

const endpoint = endpoints.openThread;

/**
 * Stores a question with its first word in one write, as it was said. Sent twice under its id it is there once, and
 * answers with the first.
 */
export const openThread = async (
  deps: Deps,
  { path: { projectId }, body: { threadId, anchor, ...said }, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  await refuseAnchorOfNothing(deps, projectId, anchor);
  await withholdAskedGold(deps, projectId, anchor);
  const thread: Thread = { threadId, projectId, anchor, first: await wordOf(deps, membership, threadId, said) };
  const stands = await threads(deps).open(thread);
  refuseOtherWord(thread.first, stands.first, "body.threadId");
  deps.log.info("thread.opened", { projectId, threadId, anchor: anchor.kind });
  return oneThread(deps, threadId, membership);
};

/** A question is about something of this project; a label may be one that was retired. */
const refuseAnchorOfNothing = async (
  deps: Deps,
  projectId: Thread["projectId"],
  anchor: ThreadAnchor,
): Promise<void> => {
  if (anchor.kind === "item") {
    if (await items(deps).find(projectId, anchor.itemId)) return;
    throw refuse("not-found", "no such item", { field: "body.anchor.itemId", value: anchor.itemId });
  }
  if (anchor.kind === "instructions") return;
  const { labels, retired } = await currentOntology(deps, await findProject(deps, projectId));
  if ([...labels, ...retired].some(({ id }) => id === anchor.labelId)) return;
  throw refuse("not-found", "no such label", { field: "body.anchor.labelId", value: anchor.labelId });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), openThread));
