import { z } from "zod";
import { checkAnswer } from "../../../core/check-answer.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { Label, Tool } from "../../../core/ontology.ts";
import { applyOperations } from "../../../core/ontology-change/apply-operations.ts";
import { countsAs, crosswalkOf } from "../../../core/ontology-change/crosswalk.ts";
import { begunVersion } from "../../../core/ontology-change/next-version.ts";
import { ontologyHash } from "../../../core/ontology-change/ontology-hash.ts";
import { examples } from "../../../lambdas/api/examples.ts";
import { asChange, ontologyChange } from "../../../lambdas/api/proposals.ts";
import { answer, asAnswer, ontologyDraft } from "../../../lambdas/api/shapes.ts";
import { submittedAnswer } from "../../../lambdas/api/work.ts";
import { readBy } from "../../../lambdas/refused-body.ts";
import { type FuzzTarget, mustHold, type Outcome, seedsOf, textOf } from "../fuzz-target.ts";

const labels: readonly Label[] = ["pest", "no-pest", "ant"].map((id, at) => ({
  id: id as LabelId,
  number: at + 1,
  names: { en: id },
  definition: { en: id },
  colour: "#e69f00",
}));
const ontologyWith = (...tools: Tool[]) => begunVersion({ labels, tools }, { version: 1, publishedAtMs: 0 });
const PICTURE = { kind: "image", contentType: "image/png", width: 400, height: 300, orientation: 1 } as const;
const TEXT = { kind: "text", contentType: "text/plain", codePoints: 10 } as const;

/** Parses as JSON and by a schema, as the frame of all handlers does; words of a refusal are held to their bounds. */
const readOr = <Schema extends z.ZodType>(
  schema: Schema,
  input: Uint8Array,
  take: (content: z.output<Schema>) => Outcome,
): Outcome => {
  let given: unknown;
  try {
    given = JSON.parse(textOf(input));
  } catch {
    return { kind: "no-json" };
  }
  const read = readBy(schema, given, "body");
  if (read.state === "read") return take(read.content);
  const { field, value = "", allowed, message } = read.bad;
  mustHold(allowed.length <= 400 && value.length <= 82 && field.length < 1_000, "a refusal is told in short");
  mustHold(message !== "", "a refusal says why");
  return { kind: "refused", said: read.bad };
};

const shape = { type: "box", id: "b1", label: "pest", x: 120, y: 90.5, width: 200, height: 140 };
const ANSWERS = [
  { kind: "labelled", value: { classes: ["pest"], shapes: [shape, { ...shape, id: "b2", x: -0.4, width: 400.4 }] } },
  { kind: "labelled", value: { classes: [], shapes: [] } },
  { kind: "labelled", value: { shapes: [{ ...shape, x: 399.9, width: 0.1 }] } },
  { kind: "labelled", value: { classes: ["pest", "ant"] } },
  { kind: "none_fit" },
  { kind: "cant_tell", reason: "blurred" },
  { kind: "unusable", reason: "private" },
];
const WORDS = [
  "pest",
  "no-pest",
  "ant",
  "labelled",
  "none_fit",
  "classes",
  "shapes",
  "replaces",
  "answerSha256",
  "box",
];

const operation = z.array(ontologyChange).min(1).max(20);
const rotten = { id: "rotten", names: { en: "Rotten", hi: "सड़ी" }, definition: { en: "x" }, colour: "#0072b2" };
const CHANGES = [
  [{ kind: "add", label: rotten, nearest: "pest" }],
  [
    { kind: "add", label: { ...rotten, parent: "ant" } },
    { kind: "merge", labels: ["rotten"], into: "pest" },
  ],
  [{ kind: "split", label: "pest", into: [rotten, { ...rotten, id: "other" }] }],
  [
    { kind: "merge", labels: ["ant", "no-pest"], into: "pest" },
    { kind: "rename", label: "pest", names: { en: "P" } },
  ],
  [
    { kind: "redefine", label: "ant", definition: { en: "six legs" } },
    { kind: "deprecate", label: "ant" },
  ],
];

export const answerTargets: readonly FuzzTarget[] = [
  {
    name: "submitted-answer",
    form: "json",
    covers: ["/lambdas/refused-body.ts", "/lambdas/schema-words.ts", "/lambdas/api/"],
    words: WORDS,
    seeds: async () => {
      const [first] = examples.submit.answers;
      return seedsOf(first, { ...first, answer: undefined, answerSha256: "0".repeat(64), replaces: 1 });
    },
    run: (input) => readOr(submittedAnswer, input, (content) => ({ kind: "taken", said: content })),
  },
  {
    name: "checked-answer",
    form: "json",
    covers: ["/core/check-answer.ts", "/lambdas/refused-body.ts"],
    words: WORDS,
    seeds: async () => seedsOf(...ANSWERS),
    run: (input) =>
      readOr(answer, input, (content) => {
        const checks = [ontologyWith("class", "box"), ontologyWith("classes"), ontologyWith("box")].flatMap(
          (ontology) => [PICTURE, TEXT].map((media) => checkAnswer(asAnswer(content), ontology, media)),
        );
        for (const checked of checks) {
          if (checked.state === "misfit") {
            const { value, allowed, message } = checked.misfit;
            mustHold(value.length <= 80 && allowed.length <= 400 && message !== "", "a misfit is told in short");
          } else if (checked.answer.kind === "labelled") {
            for (const { x, y, width, height } of checked.answer.value.shapes ?? []) {
              mustHold(
                x >= 0 && y >= 0 && width > 0 && height > 0,
                "a stored box begins in the picture, and has sides",
              );
              mustHold(x + width <= 400 + 1e-9 && y + height <= 300 + 1e-9, "a stored box ends in the picture");
            }
          }
        }
        return { kind: checks.some(({ state }) => state === "fits") ? "fits" : "misfit", said: checks };
      }),
  },
  {
    name: "ontology-draft",
    form: "json",
    covers: ["/lambdas/refused-body.ts", "/lambdas/schema-words.ts"],
    words: [...WORDS, "en", "hi", "#ffffff", "class"],
    seeds: async () => seedsOf(examples.publishOntology),
    run: (input) =>
      readOr(ontologyDraft, input, (draft) => {
        mustHold(new Set(draft.labels.map(({ id }) => id)).size === draft.labels.length, "no two labels have one id");
        return { kind: "taken", said: draft };
      }),
  },
  {
    name: "ontology-changes",
    form: "json",
    covers: ["/core/ontology-change/", "/lambdas/refused-body.ts"],
    words: [
      ...WORDS,
      "add",
      "split",
      "merge",
      "rename",
      "redefine",
      "deprecate",
      "rotten",
      "parent",
      "nearest",
      "into",
    ],
    seeds: async () => seedsOf(...CHANGES),
    run: (input) =>
      readOr(operation, input, (parsed) => {
        const before = { labels, retired: [], tools: ["class"] as const };
        const applied = applyOperations(before, parsed.map(asChange), 2);
        if (applied.state === "unfit") return { kind: "unfit", said: applied.unfit };
        const { content } = applied;
        const all = [...content.labels, ...content.retired];
        mustHold(content.labels.length >= 1, "a label is left");
        mustHold(new Set(all.map(({ id }) => id)).size === all.length, "no id stands for two labels");
        mustHold(new Set(all.map(({ number }) => number)).size === all.length, "no number stands for two labels");
        mustHold(
          labels.every(({ id, number }) => all.some((one) => one.id === id && one.number === number)),
          "none is lost",
        );
        const crosswalk = crosswalkOf(content);
        for (const { id } of labels) countsAs({ kind: "labelled", value: { classes: [id] } }, crosswalk);
        for (const into of crosswalk.values())
          mustHold(
            all.some(({ id }) => id === into),
            "what counts as a label is one",
          );
        return { kind: "applied", said: ontologyHash(content) };
      }),
  },
];
