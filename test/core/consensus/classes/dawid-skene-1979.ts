import type { ClassAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { type AnswerRow, answerTable } from "./answer-table.ts";

/**
 * The anaesthetists of Dawid & Skene (1979): how fit 45 patients are for anaesthesia, 1 to 4. A word a patient: the
 * first observer's three answers, then those of the other four.
 */
const PATIENTS =
  "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212 " +
  "1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 " +
  "1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 " +
  "2322222 1211111 2222222";

const OBSERVER_OF = [0, 0, 0, 1, 2, 3, 4];

export const anaesthetists = (): ClassAnswers =>
  answerTable(
    PATIENTS.split(" ").flatMap((answers, patient) =>
      [...answers].map((answer, at): AnswerRow => [patient, OBSERVER_OF[at] ?? 0, Number(answer) - 1]),
    ),
  );

export const PATIENT_CLASSES = [0.3996, 0.422, 0.1118, 0.0667];

/** By observer and true class, what is said: the maximum likelihood, to four digits. */
export const RESPONSES = [
  [
    [0.8895, 0.1105, 0, 0],
    [0.0706, 0.8764, 0.053, 0],
    [0, 0.3388, 0.6612, 0],
    [0, 0, 0.5556, 0.4444],
  ],
  [
    [0.8342, 0.1658, 0, 0],
    [0.0527, 0.6329, 0.3143, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  [
    [1, 0, 0, 0],
    [0.1064, 0.7883, 0.1053, 0],
    [0, 0.4037, 0.1988, 0.3976],
    [0, 0, 0.6667, 0.3333],
  ],
  [
    [0.9444, 0.0556, 0, 0],
    [0.0537, 0.8426, 0.1037, 0],
    [0, 0, 0.8012, 0.1988],
    [0, 0, 0.3333, 0.6667],
  ],
  [
    [1, 0, 0, 0],
    [0.159, 0.7345, 0.1064, 0],
    [0, 0.2091, 0.7909, 0],
    [0, 0, 0.3333, 0.6667],
  ],
];
