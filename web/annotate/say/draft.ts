import type { ItemId, LabelId } from "../../../core/ids.ts";
import type { MediaKind } from "../../../core/project.ts";
import { LABELS_OF_KIND, type ProposalKind } from "../../../core/proposal.ts";
import type { BodyOf } from "../../../lambdas/endpoints.ts";
import type { Recording } from "../../parts/voice-file.ts";
import type { Rect } from "../engine/geometry.ts";
import { draftFrom } from "../work/answers.ts";
import type { Entry } from "../work/entries.ts";

/** The item that goes with a proposal, with what is needed to show it and to mark a place on it. */
export interface ExampleDraft {
  readonly itemId: ItemId;
  readonly media: MediaKind;
  readonly url?: string;
  readonly text?: string;
  /** Of the upright picture; zero for a text. */
  readonly width: number;
  readonly height: number;
  /** What she has drawn on it: each can be the place. */
  readonly boxes: readonly (Rect & { readonly label: LabelId })[];
  readonly region?: Rect;
}

/** A proposal while she writes it. Kept on the device as it is. */
export interface ProposalDraft {
  /** Made with the draft: sent twice, it is the same proposal. */
  readonly proposalId: string;
  readonly kind?: ProposalKind;
  readonly labels: readonly LabelId[];
  /** A language tag, of all that she writes or says here. */
  readonly language: string;
  readonly name: string;
  readonly definition: string;
  readonly why: string;
  readonly recording?: Recording;
  /** Of the recording, once the bucket has it. */
  readonly voiceKey?: string;
  readonly example: ExampleDraft;
}

export const exampleFrom = ({ item, draft, answer }: Entry): ExampleDraft => {
  const { media, itemId, url, text } = item;
  const size = media.kind === "text" ? { width: 0, height: 0 } : { width: media.width, height: media.height };
  return {
    itemId,
    media: media.kind,
    ...(url === undefined ? {} : { url }),
    ...(text === undefined ? {} : { text }),
    ...size,
    boxes: (draft ?? draftFrom(answer)).shapes,
  };
};

const asksFor = (...kinds: readonly ProposalKind[]): ReadonlySet<ProposalKind> => new Set(kinds);
const NAMED = asksFor("add", "add_under", "split", "rename");
const DEFINED = asksFor("add", "add_under", "split", "redefine", "instruction");
export type NamedKind = "add" | "add_under" | "split" | "rename";
export type DefinedKind = "add" | "add_under" | "split" | "redefine" | "instruction";

export const isNamed = (kind: ProposalKind): kind is NamedKind => NAMED.has(kind);
export const isDefined = (kind: ProposalKind): kind is DefinedKind => DEFINED.has(kind);

/** Choosing another kind keeps her words, and as many of the labels as that one asks for. */
export const withKind = (draft: ProposalDraft, kind: ProposalKind): ProposalDraft => ({
  ...draft,
  kind,
  labels: draft.labels.slice(0, LABELS_OF_KIND[kind][1]),
});

/** A label pressed: among several it comes or goes; where only one is asked for, it takes the place of the other. */
export const withLabel = (draft: ProposalDraft, label: LabelId | undefined): ProposalDraft => {
  if (label === undefined) return { ...draft, labels: [] };
  const most = draft.kind ? LABELS_OF_KIND[draft.kind][1] : 1;
  if (most === 1) return { ...draft, labels: [label] };
  const { labels } = draft;
  return {
    ...draft,
    labels: labels.includes(label) ? labels.filter((one) => one !== label) : [...labels, label].slice(0, most),
  };
};

/** Another recording, or none: the one that was sent before goes with it. */
export const withRecording = (draft: ProposalDraft, recording: Recording | undefined): ProposalDraft => {
  const { recording: _, voiceKey: __, ...rest } = draft;
  return recording ? { ...rest, recording } : rest;
};

export const withRegion = (draft: ProposalDraft, region: Rect | undefined): ProposalDraft => {
  const { region: _, ...example } = draft.example;
  return { ...draft, example: region ? { ...example, region } : example };
};

/** She has said nothing yet: there is nothing to keep. */
export const isBlank = ({ name, definition, why, recording }: ProposalDraft): boolean =>
  !recording && [name, definition, why].every((text) => text.trim() === "");

/** What a proposal still wants before it can be sent; each is told beside its field. */
export type Lack = "kind" | "labels" | "labels2" | "language" | "name" | "definition" | "why" | "instruction" | "parts";

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
export const isLanguage = (text: string): boolean => LANGUAGE.test(text);

/** A voice note may stand for any words. Why is asked for, and needed only where nothing else is said. */
export const lacksOf = (draft: ProposalDraft): readonly Lack[] => {
  const { kind, labels, language, recording } = draft;
  if (!kind) return ["kind"];
  const [least] = LABELS_OF_KIND[kind];
  const lacks: Lack[] = [];
  if (labels.length < least) lacks.push(least > 1 ? "labels2" : "labels");
  if (!isLanguage(language)) lacks.push("language");
  const words = wordsLacking(kind, draft);
  if (!recording && words) lacks.push(words);
  return lacks;
};

const wordsLacking = (kind: ProposalKind, draft: ProposalDraft): Lack | undefined => {
  const [name, definition, why] = [draft.name.trim(), draft.definition.trim(), draft.why.trim()];
  switch (kind) {
    case "add":
    case "add_under":
    case "rename":
      return name ? undefined : "name";
    case "redefine":
      return definition ? undefined : "definition";
    case "split":
      return name || definition ? undefined : "parts";
    case "instruction":
      return definition || why ? undefined : "instruction";
    case "merge":
    case "deprecate":
      return why ? undefined : "why";
  }
};

/** As it is sent: only what its kind asks for. Throws on a draft without a kind, which lacks something still. */
export const bodyOf = (draft: ProposalDraft, voice: string | undefined): BodyOf<"propose"> => {
  const { proposalId, kind, labels, language, example } = draft;
  if (!kind) throw new Error("a proposal without a kind was sent");
  const [name, definition, why] = [draft.name.trim(), draft.definition.trim(), draft.why.trim()];
  return {
    proposalId,
    kind,
    labels: labels.slice(0, LABELS_OF_KIND[kind][1]),
    language,
    ...(name && isNamed(kind) ? { names: { [language]: name } } : {}),
    ...(definition && isDefined(kind) ? { definition: { [language]: definition } } : {}),
    ...(why ? { why } : {}),
    ...(voice ? { voice } : {}),
    example: { itemId: example.itemId, ...(example.region ? { region: example.region } : {}) },
  };
};
