import { randomUUID } from "node:crypto";
import type { Answer } from "../../core/annotation.ts";
import type { DrawnPicture } from "../../core/demonstration/forest-insects.ts";
import type { BodyOf } from "../../lambdas/endpoints.ts";
import type { Api } from "../api.ts";
import type { ScriptedAnnotator } from "./annotators.ts";

type Sent = Extract<BodyOf<"submit">["answers"][number], { answer: unknown }>["answer"];

/** On the wire lists are plain, and an absent field is absent: the answer as its JSON has it. */
export const onTheWire = (answer: Answer): Sent => JSON.parse(JSON.stringify(answer)) as Sent;

export interface Labelling {
  readonly projectId: string;
  readonly annotator: ScriptedAnnotator;
  readonly pictures: ReadonlyMap<string, DrawnPicture>;
}

/** Takes packets and answers them until there is nothing more for this person; gives how many she answered. */
export const labelEverything = async (
  api: Api,
  { projectId, annotator, pictures }: Labelling,
  told: (answered: number) => void,
): Promise<number> => {
  let answered = 0;
  for (;;) {
    const given = await api("assign", { path: { projectId }, body: {} });
    if (given.state === "nothing") {
      if (given.everythingAnswered) return answered;
      throw new Error(`${annotator.name} was told to come back later, with nobody else at work`);
    }
    const { assignmentId, items, done } = given.assignment;
    const answers = items
      .filter(({ itemId }) => !done.includes(itemId))
      .map(({ itemId, round }) => {
        const picture = pictures.get(itemId);
        if (!picture) throw new Error(`${annotator.name} was given ${itemId}, which is no picture of ours`);
        return { itemId, submissionId: randomUUID(), answer: onTheWire(annotator.answer(picture, round)) };
      });
    const { results } = await api("submit", { path: { projectId }, body: { assignmentId, answers } });
    const refused = results.find((result) => result.state === "refused");
    if (refused) throw new Error(`an answer of ${annotator.name} was refused: ${refused.message}`);
    answered += results.length;
    told(answered);
  }
};
