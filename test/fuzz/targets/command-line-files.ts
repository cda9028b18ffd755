import { cocoDrawings } from "../../../cli/boxes-coco.ts";
import { answersIn } from "../../../cli/crowd-csv/answer-rows.ts";
import { numberedAnswers } from "../../../cli/crowd-csv/numbered-answers.ts";
import { csvRecord } from "../../../core/formats/csv-cells.ts";
import { type FuzzTarget, mustHold, orRefusal, seedsOf, textOf } from "../fuzz-target.ts";

const NAME = "answers.csv";
/** Whoever reads a file for somebody says its name and what is wrong. A slip of the code has another class or no name. */
const namesTheFile = (error: unknown): error is Error =>
  error instanceof Error && error.name === "Error" && error.message.startsWith(NAME) && error.message.length < 2_000;

const piecesOf = function* (input: Uint8Array, bytes: number): Generator<Uint8Array> {
  for (let at = 0; at < input.length; at += bytes) yield input.slice(at, at + bytes);
};

const answersOf = async (input: Uint8Array, bytes: number): Promise<unknown> => {
  const file = await answersIn(piecesOf(input, bytes), NAME);
  const { answers, items, annotators, labels } = numberedAnswers(file, false);
  return [
    file.item.length,
    file.declined,
    answers.items,
    answers.annotators,
    items.texts,
    annotators.texts,
    labels.texts,
  ];
};

export const commandLineTargets: readonly FuzzTarget[] = [
  {
    name: "answers-csv",
    form: "bytes",
    covers: ["/cli/crowd-csv/"],
    words: [
      "task",
      "worker",
      "label",
      "answer_kind",
      ",",
      '"',
      '""',
      "\r\n",
      "\n",
      "\r",
      "declined",
      "none_fit",
      "\ufeff",
    ],
    seeds: async () =>
      seedsOf(
        "task,worker,label\n1,a,pest\n1,b,ant\n2,a,pest\n",
        'label,"worker",task,seconds\r\npest,"a ""x"", b",1,3\r\n"p\nq",b,2,4\r\n',
        "task,worker,label,answer_kind\n1,a,,none_fit\n1,b,pest,label\n2,c,,declined\n2,c,,label\n",
        "\ufefftask,worker,label\nकीट,अ,पत्ती\n",
      ),
    run: async (input) => {
      const outcomes = [];
      for (const bytes of [input.length + 1, 1, 13])
        outcomes.push(await orRefusal(() => answersOf(input, bytes), namesTheFile));
      const shown = outcomes.map(({ kind, said }) => ({ kind, said: JSON.stringify(said) }));
      const [whole = { kind: "none", said: "" }, ...cut] = shown;
      for (const one of cut) mustHold(one.said === whole.said, "a file says the same however it is cut on its way");
      return whole;
    },
  },
  {
    name: "csv-cells",
    form: "bytes",
    covers: ["/core/formats/csv-cells.ts"],
    words: [",", '"', "\r\n", "=1+1", "@", "\t"],
    seeds: async () => seedsOf("pest", 'a "b", c', "line\nline"),
    run: async (input) => {
      const name = textOf(input);
      const rows = `task,worker,label\r\n${csvRecord([`t${name}`, `w${name}`, `l${name}`])}`;
      const read = await answersIn([new TextEncoder().encode(rows)], NAME);
      mustHold(read.item.length === 1, "what was written as one record is read as one");
      return { kind: "read" };
    },
  },
  {
    name: "coco-file",
    form: "json",
    covers: ["/cli/boxes-coco.ts"],
    words: ["images", "categories", "annotations", "bbox", "ext", "annotator", "annotators", "image_id"],
    seeds: async () =>
      seedsOf({
        images: [{ id: 1, file_name: "a.jpg", ext: { annotators: ["a", "b"] } }, { id: 2 }],
        categories: [{ id: 1, name: "pest" }],
        annotations: [
          { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4], ext: { annotator: "a" } },
          { id: 2, image_id: 2, category_id: 1, bbox: [0, 0, 0, 9.5], ext: { annotator: 7 } },
        ],
      }),
    run: (input) => orRefusal(() => cocoDrawings(textOf(input), NAME).boxes, namesTheFile),
  },
];
