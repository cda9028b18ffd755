import { METHODS } from "./aggregate-methods.ts";

export const aggregateHelp = `Usage: npm run -s labelloop -- aggregate ANSWERS --out CONSENSUS [options]

Makes one label for each task of what several annotators said.

  ANSWERS               CSV or TSV with the columns task,worker,label, in any order, among others; - for standard input
  --out FILE            task,label,confidence,agreement,annotations, in the order in which tasks first come; - for
                        standard output
  --method NAME         ${[...METHODS.keys()].join(", ")}
  --gold FILE           task,label: labels that are known. They stand, and teach whom to believe
  --predictions FILE    task,label[,probability]: what a model says. One more voice, which never outvotes people
  --skills FILE         write worker,skill,answers: how often the method believes each to be right
  --soft FILE           write one JSON line a task: counts and probabilities of its labels
  --keep-all            count every answer, also several of one annotator to one task
  --progress            show progress even where standard error is no terminal

  Rows that are the same in every column count once. Of several answers of one annotator to one task the last counts,
  unless --keep-all. The rows' order matters for nothing else but the order of the result.

  confidence    the probability that the label is right, as the method has it
  agreement     the share of the task's answers that name this label
  annotations   the answers that were counted

  Ties: where several labels are as likely, the one whose name comes first (by its UTF-16 units) is written. How many
  there were is said on standard error; which they were, in the soft file ("tie": true).

  Reserved labels: __none_fit__ is a class of its own. In our own exports the column answer_kind says the same.

  Files are written whole or not at all. The same input gives the same bytes.
`;
