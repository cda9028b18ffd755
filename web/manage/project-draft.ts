import { type Localized, PAGE_LANGUAGES } from "../../core/localized.ts";
import { PALETTE, type Tool } from "../../core/ontology.ts";
import {
  ANSWER_SECONDS,
  type AnswerSeconds,
  type ConfidenceTarget,
  LEASE_MS,
  type MediaKind,
  PACKET_ITEMS,
  type Pay,
} from "../../core/project.ts";
import type { BodyOf } from "../../lambdas/endpoints.ts";
import type { ProjectShown } from "./project-frame.tsx";

/** The picture that shows a label: on its way, or lying in the bucket and shown from `url`. */
export type ExampleDraft =
  | { readonly state: "sending" }
  | { readonly state: "kept"; readonly key: string; readonly url: string };

export interface LabelDraft {
  readonly id: string;
  readonly names: Localized;
  readonly definition: Localized;
  readonly colour: string;
  readonly example?: ExampleDraft | undefined;
}

/** A project as the form holds it: numbers as texts while they are typed. */
export interface ProjectDraft {
  readonly title: Localized;
  readonly askedBy: string;
  readonly purpose: Localized;
  readonly instructions: Localized;
  readonly media: MediaKind;
  readonly tools: readonly Tool[];
  readonly labels: readonly LabelDraft[];
  readonly overlapMin: string;
  readonly overlapMax: string;
  readonly confidenceTarget: ConfidenceTarget;
  readonly proposalsFirst: boolean;
  readonly pay: "" | "paid" | "unpaid";
  readonly amount: string;
  readonly currency: string;
  /** How long an answer takes; both empty where it is not declared. */
  readonly secondsUsual: string;
  readonly secondsSlow: string;
  readonly leaseMinutes: string;
  readonly packetItems: string;
}

export const emptyLabel = (at: number): LabelDraft => ({
  id: "",
  names: {},
  definition: {},
  colour: PALETTE[at % PALETTE.length] ?? PALETTE[0],
});

export const emptyDraft: ProjectDraft = {
  title: {},
  askedBy: "",
  purpose: {},
  instructions: {},
  media: "image",
  tools: ["class"],
  labels: [emptyLabel(0), emptyLabel(1)],
  overlapMin: "2",
  overlapMax: "5",
  confidenceTarget: 0.95,
  proposalsFirst: true,
  pay: "",
  amount: "",
  currency: "INR",
  secondsUsual: "",
  secondsSlow: "",
  leaseMinutes: String(LEASE_MS.default / 60_000),
  packetItems: String(PACKET_ITEMS.default),
};

export const draftOf = (project: ProjectShown): ProjectDraft => ({
  title: project.title,
  askedBy: project.askedBy,
  purpose: project.purpose,
  instructions: project.instructions.text,
  media: project.media,
  tools: project.ontology.tools,
  labels: project.ontology.labels.map(({ id, names, definition, colour, exampleKey: key, exampleUrl: url = "" }) => ({
    ...{ id, names, definition, colour },
    ...(key && { example: { state: "kept", key, url } as const }),
  })),
  overlapMin: String(project.overlap.min),
  overlapMax: String(project.overlap.max),
  confidenceTarget: project.confidenceTarget,
  proposalsFirst: project.proposalsFirst,
  pay: project.pay.kind,
  amount: project.pay.kind === "paid" ? String(project.pay.amountMicros / 1_000_000) : "",
  currency: project.pay.kind === "paid" ? project.pay.currency : "INR",
  secondsUsual: String(project.answerSeconds?.usual ?? ""),
  secondsSlow: String(project.answerSeconds?.slow ?? ""),
  leaseMinutes: String(Math.round(project.leaseMs / 60_000)),
  packetItems: String(project.packetItems),
});

/** Tools that fit a kind of media; the first is the default. */
export const toolsFor = (media: MediaKind): readonly Tool[] =>
  media === "image" ? ["class", "classes", "box"] : ["class", "classes"];

/** An id that stays for ever, from the first name given; numbered where two would meet or no Latin letter is left. */
export const idFor = (names: Localized, taken: readonly string[]): string => {
  const first = PAGE_LANGUAGES.map((one) => names[one]).find((name) => name !== undefined) ?? "";
  const slug = first
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32);
  const base = slug || "label";
  const free = (candidate: string): boolean => !taken.includes(candidate);
  if (slug && free(base)) return base;
  let number = slug ? 2 : 1;
  while (!free(`${base}-${number}`)) number++;
  return `${base}-${number}`;
};

/** Labels that carry nothing are left out; ids are given where there is none. */
export const ontologyBody = ({ labels, tools }: Pick<ProjectDraft, "labels" | "tools">): BodyOf<"publishOntology"> => {
  const named = labels.filter((label) => Object.keys(label.names).length > 0);
  const taken = named.map((label) => label.id).filter(Boolean);
  return {
    tools: [...tools],
    labels: named.map((label) => {
      const id = label.id || idFor(label.names, taken);
      if (!label.id) taken.push(id);
      const definition = Object.keys(label.definition).length > 0 ? label.definition : label.names;
      const exampleKey = label.example?.state === "kept" && label.example.key;
      return { id, names: label.names, definition, colour: label.colour, ...(exampleKey && { exampleKey }) };
    }),
  };
};

/** Undefined until it is said. */
export const payOf = ({ pay, amount, currency }: ProjectDraft): Pay | undefined => {
  if (pay === "unpaid") return { kind: "unpaid" };
  const amountMicros = Math.round(Number(amount) * 1_000_000);
  const isWhole = pay === "paid" && amountMicros > 0 && /^[A-Za-z]{3}$/.test(currency);
  return isWhole ? { kind: "paid", amountMicros, currency: currency.toUpperCase() } : undefined;
};

/** Null where nothing is declared; undefined where what is there does not say it. */
export const secondsOf = ({ pay, secondsUsual, secondsSlow }: ProjectDraft): AnswerSeconds | null | undefined => {
  if (pay !== "paid" || (secondsUsual === "" && secondsSlow === "")) return null;
  const [usual, slow] = [Number(secondsUsual), Number(secondsSlow)];
  const isWhole = usual >= ANSWER_SECONDS.min && usual <= slow && slow <= ANSWER_SECONDS.max;
  return isWhole ? { usual, slow } : undefined;
};

export const settingsBody = (draft: ProjectDraft): Omit<BodyOf<"updateProject">, "ver"> => ({
  title: draft.title,
  askedBy: draft.askedBy,
  purpose: draft.purpose,
  instructions: draft.instructions,
  overlap: { min: Number(draft.overlapMin), max: Number(draft.overlapMax) },
  confidenceTarget: draft.tools.includes("class") ? draft.confidenceTarget : "majority",
  proposalsFirst: draft.proposalsFirst,
  pay: payOf(draft) ?? { kind: "unpaid" },
  answerSeconds: secondsOf(draft) ?? null,
  leaseMs: Math.round(Number(draft.leaseMinutes) * 60_000),
  packetItems: Number(draft.packetItems),
});

export const createBody = (draft: ProjectDraft): BodyOf<"createProject"> => {
  const {
    title = {},
    askedBy = "",
    purpose = {},
    instructions = {},
    overlap,
    confidenceTarget,
    proposalsFirst,
    pay,
    answerSeconds,
    leaseMs,
    packetItems,
  } = settingsBody(draft);
  return {
    title,
    askedBy,
    purpose,
    instructions,
    overlap: overlap ?? { min: 1, max: 1 },
    confidenceTarget,
    proposalsFirst,
    pay: pay ?? { kind: "unpaid" },
    ...(answerSeconds && { answerSeconds }),
    leaseMs,
    packetItems,
    media: draft.media,
    ontology: ontologyBody(draft),
  };
};

/** Fields that keep the draft from being sent, each with a key of web/i18n `manage.wrong.*`. */
export type Wrong = Partial<
  Record<
    "title" | "askedBy" | "purpose" | "instructions" | "labels" | "examples" | "overlap" | "pay" | "seconds" | "tools",
    true
  >
>;

export const wrongIn = (draft: ProjectDraft): Wrong => {
  const none = (text: Localized): boolean => Object.keys(text).length === 0;
  const [min, max] = [Number(draft.overlapMin), Number(draft.overlapMax)];
  const overlapFits = Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min && max <= 25;
  return {
    ...(none(draft.title) && { title: true as const }),
    ...(draft.askedBy.trim() === "" && { askedBy: true as const }),
    ...(none(draft.purpose) && { purpose: true as const }),
    ...(none(draft.instructions) && { instructions: true as const }),
    ...(draft.labels.every((label) => none(label.names)) && { labels: true as const }),
    ...(draft.labels.some(({ example }) => example?.state === "sending") && { examples: true as const }),
    ...(!overlapFits && { overlap: true as const }),
    ...(draft.tools.length === 0 && { tools: true as const }),
    ...((draft.pay === "" || (draft.pay === "paid" && !(Number(draft.amount) > 0))) && { pay: true as const }),
    ...(secondsOf(draft) === undefined && { seconds: true as const }),
  };
};
