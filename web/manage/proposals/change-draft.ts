import type { Localized } from "../../../core/localized.ts";
import { PALETTE } from "../../../core/ontology.ts";
import type { ProposalKind } from "../../../core/proposal.ts";
import type { BodyOf, ResponseOf } from "../../../lambdas/endpoints.ts";
import { idFor } from "../project-draft.ts";

export type Change = BodyOf<"planProposal">["changes"][number];
export type ProposalShown = ResponseOf<"getProposal">;
type Labels = readonly {
  readonly id: string;
  readonly names: Localized;
  readonly definition: Localized;
  readonly colour: string;
}[];
/** As much of the ontology in force as a change is made to. */
export interface OntologyInForce {
  readonly labels: Labels;
  /** Their ids are never given again. */
  readonly retired: readonly { readonly id: string }[];
}

export const CHANGE_KINDS = [
  "add",
  "split",
  "merge",
  "rename",
  "redefine",
  "deprecate",
] as const satisfies readonly Change["kind"][];
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A label that is about to be made; its id comes from its name when it is sent. */
export interface NewLabelDraft {
  readonly names: Localized;
  readonly definition: Localized;
  readonly colour: string;
}

/** What the vendor makes of a proposal. All kinds have their fields at once, so that trying another kind loses nothing. */
export interface ChangeDraft {
  readonly kind: ChangeKind;
  /** The label that is split, renamed, redefined or dropped. */
  readonly label: string;
  readonly added: NewLabelDraft;
  /** Empty for none. */
  readonly parent: string;
  readonly nearest: string;
  readonly into: readonly NewLabelDraft[];
  readonly merged: readonly string[];
  readonly mergedInto: string;
  readonly names: Localized;
  readonly definition: Localized;
}

/** The first colour of the palette that no label has; where all are taken, the one that is next in turn. */
export const freeColour = (taken: readonly string[]): string =>
  PALETTE.find((colour) => !taken.includes(colour)) ?? PALETTE[taken.length % PALETTE.length] ?? PALETTE[0];

const KIND_OF: Readonly<Record<Exclude<ProposalKind, "instruction">, ChangeKind>> = {
  add: "add",
  add_under: "add",
  split: "split",
  merge: "merge",
  rename: "rename",
  redefine: "redefine",
  deprecate: "deprecate",
};

/** The change as it was proposed, for the vendor to alter. A proposal about the instructions starts as a new label. */
export const draftOf = (
  { kind, labels, names = {}, definition = {} }: Pick<ProposalShown, "kind" | "labels" | "names" | "definition">,
  ontology: OntologyInForce,
): ChangeDraft => {
  const about = ontology.labels.find(({ id }) => id === labels[0]);
  const taken = ontology.labels.map(({ colour }) => colour);
  const colour = freeColour(taken);
  const rest = freeColour([...taken, colour]);
  return {
    kind: kind === "instruction" ? "add" : KIND_OF[kind],
    label: about?.id ?? "",
    added: { names, definition, colour },
    parent: kind === "add_under" ? (about?.id ?? "") : "",
    nearest: about?.id ?? "",
    // What was meant until now goes on beside what the proposal tells apart from it.
    into: [
      { names, definition, colour },
      { names: about?.names ?? {}, definition: about?.definition ?? {}, colour: about?.colour ?? rest },
    ],
    merged: labels.slice(1),
    mergedInto: about?.id ?? "",
    names: { ...about?.names, ...names },
    definition: { ...about?.definition, ...definition },
  };
};

/** Fields that keep a draft from being looked into, each with a key of web/i18n `manage.change.wrong.*`. */
export type ChangeWrong = "label" | "name" | "names" | "definition" | "into" | "merge";

export type ChangeOf =
  | { readonly state: "whole"; readonly change: Change }
  | { readonly state: "lacking"; readonly wrong: ChangeWrong };

const isEmpty = (text: Localized): boolean => Object.values(text).every((one) => one.trim() === "");

/** The change that a draft says, with ids for its new labels; or what it lacks. Fields of other kinds are passed by. */
export const changeOf = (draft: ChangeDraft, { labels, retired }: OntologyInForce): ChangeOf => {
  const inForce = new Set(labels.map(({ id }) => id));
  const taken = [...labels, ...retired].map(({ id }) => id);
  const made = ({ names, definition, colour }: NewLabelDraft) => {
    const id = idFor(names, taken);
    taken.push(id);
    return { id, names: { ...names }, definition: { ...(isEmpty(definition) ? names : definition) }, colour };
  };
  const { kind, label, added, parent, nearest, into, merged, mergedInto, names, definition } = draft;
  const lacking = (wrong: ChangeWrong): ChangeOf => ({ state: "lacking", wrong });
  const whole = (change: Change): ChangeOf => ({ state: "whole", change });
  switch (kind) {
    case "add": {
      if (isEmpty(added.names)) return lacking("name");
      const placed = { ...made(added), ...(inForce.has(parent) && { parent }) };
      return whole({ kind, label: placed, ...(inForce.has(nearest) && { nearest }) });
    }
    case "split": {
      if (!inForce.has(label)) return lacking("label");
      if (into.length < 2 || into.some((one) => isEmpty(one.names))) return lacking("into");
      return whole({ kind, label, into: into.map(made) });
    }
    case "merge": {
      const others = merged.filter((id) => id !== mergedInto && inForce.has(id));
      if (!inForce.has(mergedInto) || others.length === 0) return lacking("merge");
      return whole({ kind, labels: others, into: mergedInto });
    }
    case "rename":
      if (!inForce.has(label)) return lacking("label");
      return isEmpty(names) ? lacking("names") : whole({ kind, label, names: { ...names } });
    case "redefine":
      if (!inForce.has(label)) return lacking("label");
      return isEmpty(definition) ? lacking("definition") : whole({ kind, label, definition: { ...definition } });
    case "deprecate":
      return inForce.has(label) && labels.length > 1 ? whole({ kind, label }) : lacking("label");
  }
};
