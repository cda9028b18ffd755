import type { AnnotatorId, ExportId, ProjectId } from "../../core/ids.ts";
import type { VoiceNote } from "../../core/voice-note.ts";
import type { Deps } from "../deps.ts";
import { removeAccount, signInNameOf } from "../sign-in-accounts.ts";
import { credits } from "../store/credits.ts";
import { invitations } from "../store/invitations.ts";
import { memberships } from "../store/memberships.ts";
import { people } from "../store/people.ts";
import { proposals } from "../store/proposals.ts";
import { recordings } from "../store/recordings.ts";
import { reviews } from "../store/reviews.ts";
import { threads } from "../store/threads.ts";
import type { ErasureLedger } from "./ledger.ts";
import { countsOf, type Traces, tracesOf } from "./traces.ts";

export type ErasureDeps = Pick<Deps, "table" | "bucket" | "signIn" | "config" | "now">;

/** What went, by kind, and what is left that names her. */
export interface Erased {
  readonly counts: ReturnType<typeof countsOf> & { readonly memberships: number; readonly links: number };
  readonly exportsNaming: readonly { readonly projectId: ProjectId; readonly exportId: ExportId }[];
}

/** Looks only: what `erasePerson` would find. */
export const whatIsOf = async (deps: ErasureDeps, personId: AnnotatorId): Promise<Erased> => {
  const known = await people(deps).find(personId);
  const joined = await memberships(deps).ofPerson(personId);
  const links = await invitations(deps).ofPerson(personId, known?.signInName ?? (await signInNameOf(deps, personId)));
  const traces: Traces[] = [];
  for (const { projectId } of joined) traces.push(await tracesOf(deps, projectId, personId));
  return toldOf(traces, joined.length, links.length);
};

/**
 * Takes away who somebody is and all that she said; what she labelled and earned stays under her id, which nothing leads
 * to any more. In this order: it is written down where no restore reaches it; her name goes, and with it any way to
 * write under her id; she is no member anywhere, so that nothing new comes; her sign-in goes; then recordings, each
 * before the row that names it, and words; her links; last the name that the rest was found by. Every step may be done
 * again, and what is done is not found again: cut anywhere, the same call finishes, and so does `replayErasures`.
 */
export const erasePerson = async (deps: ErasureDeps, ledger: ErasureLedger, personId: AnnotatorId): Promise<Erased> => {
  await ledger.record({ personId, atMs: deps.now() });
  const known = await people(deps).beginErasure(personId, deps.now());
  const joined = await memberships(deps).ofPerson(personId);
  for (const { projectId, roles } of joined)
    await memberships(deps).change(personId, projectId, { roles, state: "left" });
  const signInName = (await signInNameOf(deps, personId)) ?? known;
  if (signInName) await removeAccount(deps, signInName);
  const traces: Traces[] = [];
  for (const { projectId } of joined) {
    const found = await tracesOf(deps, projectId, personId);
    await eraseTraces(deps, personId, found);
    traces.push(found);
  }
  const links = await invitations(deps).ofPerson(personId, signInName);
  for (const invitationId of links) await invitations(deps).remove(invitationId);
  await people(deps).finishErasure(personId, deps.now());
  return toldOf(traces, joined.length, links.length);
};

const eraseTraces = async (deps: ErasureDeps, personId: AnnotatorId, traces: Traces): Promise<void> => {
  const { projectId } = traces;
  const silence = async ({ voice }: { readonly voice?: VoiceNote }): Promise<void> => {
    if (voice) await recordings(deps).remove(voice.key);
  };
  for (const { thread, word } of traces.words) {
    await silence(word);
    await threads(deps).hide(projectId, thread.threadId, { by: "author", wordId: word.wordId, atMs: deps.now() });
    await threads(deps).empty(thread, word);
  }
  for (const proposal of traces.proposals) {
    await silence(proposal);
    await proposals(deps).move(proposal, ["open", "asked"], { state: "withdrawn", atMs: deps.now() });
    await proposals(deps).empty(proposal);
  }
  for (const answer of traces.answers) {
    await silence(answer);
    await proposals(deps).emptyWord(projectId, answer);
  }
  for (const second of traces.seconds) {
    await silence(second);
    await proposals(deps).emptySecond(projectId, second);
  }
  for (const review of traces.reviews) await reviews(deps).empty(projectId, review);
  if (traces.hasCredit) await credits(deps).forget(projectId, personId);
};

const toldOf = (traces: readonly Traces[], joined: number, links: number): Erased => {
  const each = traces.map(countsOf);
  const sum = (name: keyof ReturnType<typeof countsOf>): number => each.reduce((all, one) => all + one[name], 0);
  return {
    counts: {
      words: sum("words"),
      proposals: sum("proposals"),
      seconds: sum("seconds"),
      reviews: sum("reviews"),
      credits: sum("credits"),
      recordings: sum("recordings"),
      memberships: joined,
      links,
    },
    exportsNaming: traces.flatMap(({ projectId, exportsNaming }) =>
      exportsNaming.map((exportId) => ({ projectId, exportId })),
    ),
  };
};
