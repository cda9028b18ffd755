import { GOLD_NEEDED } from "../core/consensus/classes/choose-on-gold.ts";
import { CANDIDATES, METHOD_NAMES } from "./aggregate-methods.ts";

export const aggregateHelp = `Usage: npm run -s labelloop -- aggregate ANSWERS --out CONSENSUS [options]

Makes one label for each task of what several annotators said.

  ANSWERS               CSV or TSV with the columns task,worker,label, in any order, among others; - for standard input
  --out FILE            task,label,confidence,agreement,annotations, in the order in which tasks first come; - for
                        standard output
  --method NAME         ${METHOD_NAMES.join(", ")}
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

  Reserved labels: __none_fit__ is a class of its own. __cant_tell__ and __unusable__ are outcomes of the method default:
  the first takes certainty from every label, the second wins where two annotators say it. Other methods count both as
  labels. In our own exports the column answer_kind says the same (none_fit, cant_tell, unusable), and an empty label
  with the kind "label" means "nothing here"; declined rows are left out.

  Gold: with the method default and ${GOLD_NEEDED} or more gold tasks, gold chooses among ${CANDIDATES.map(({ name }) => name).join(", ")} by
  what each gives to truths that it was not told; the choice is said on standard error.

  Predictions: a task may have a row for each of several labels; what is left of 1 is spread over the others. What a
  model says is weighed by how often it agrees with people, can break their ties, and decides nothing alone.

  The skills file says what the method believes of each name in the input. It is for finding what went wrong, not for
  ranking people or paying them.

  Files are written whole or not at all. The same input gives the same bytes.
`;
