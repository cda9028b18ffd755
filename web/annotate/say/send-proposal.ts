import type { Api } from "../../api.ts";
import { sendVoice } from "../../parts/voice-sending.ts";
import { asProblem } from "../../problem.ts";
import { bodyOf, type ProposalDraft, withRecording } from "./draft.ts";

interface Sending {
  readonly api: Api;
  readonly projectId: string;
  readonly newId: () => string;
  /** Keeps what a try has brought, for the next one. */
  readonly change: (next: (draft: ProposalDraft) => ProposalDraft) => void;
}

/**
 * Sends the recording, then the proposal; whatever fails, sending again goes on from there and makes no second one. A
 * recording that the server does not find any more is sent anew, and an id that is taken is replaced. Throws a `Problem`.
 */
export const sendProposal = async (draft: ProposalDraft, { api, projectId, newId, change }: Sending): Promise<void> => {
  const { recording } = draft;
  const voice = recording ? (draft.voiceKey ?? (await sendVoice(api, projectId, recording))) : undefined;
  if (voice) change((now) => (now.recording === recording ? { ...now, voiceKey: voice } : now));
  try {
    await api("propose", { path: { projectId }, body: bodyOf(draft, voice) });
  } catch (thrown) {
    const { code, detail } = asProblem(thrown);
    if (detail.field === "body.voice") change((now) => withRecording(now, now.recording));
    if (code === "conflict" && detail.field === "body.proposalId") change((now) => ({ ...now, proposalId: newId() }));
    throw thrown;
  }
};
