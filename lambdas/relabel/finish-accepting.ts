import type { Ontology } from "../../core/ontology.ts";
import type { Relabelling } from "../../core/relabelling.ts";
import type { Deps } from "../deps.ts";
import { proposals } from "../store/proposals.ts";
import { relabellings } from "../store/relabellings.ts";
import { relabelQueue } from "./message.ts";

/**
 * What is left to do once the project points to the version that a proposal made: the proposal stands as accepted, the
 * plan begins to ask. Each step may have been done before: by the handler, or by the message that it sent ahead. Whoever
 * withdrew or declined it in the same moment was too late: the version is there.
 */
export const finishAccepting = async (
  deps: Deps,
  plan: Pick<Relabelling, "projectId" | "planId" | "proposalId">,
  { version, because, publishedAtMs }: Pick<Ontology, "version" | "because" | "publishedAtMs">,
  accepted: NonNullable<Relabelling["accepted"]>,
): Promise<void> => {
  const { projectId, planId } = plan;
  await proposals(deps).move(plan, ["open", "asked", "withdrawn", "declined"], {
    state: "accepted",
    reason: because?.reason ?? "",
    atMs: publishedAtMs,
    version,
  });
  await relabellings(deps).begin(plan, accepted, "ready");
  await relabelQueue(deps).send({ projectId, planId, step: "ask" });
};
