import type { AssignedItem, Assignment } from "../../core/assignment.ts";
import type { Deps } from "../deps.ts";
import { annotations, type StoredAnnotation } from "../store/annotations.ts";
import { goldAnswers } from "../store/gold-answers.ts";
import { type ItemWithAnnotations, items } from "../store/items.ts";

/** Where the answers to an item of an assignment lie: with the item; for gold under the annotator, by assignment. */
export const assignedAnswers = (
  deps: Pick<Deps, "table" | "config">,
  assignment: Assignment,
  assigned: AssignedItem,
) => {
  const { projectId } = assignment;
  const { itemId, gold } = assigned;
  const handed = { ...assignment, ...assigned };
  return {
    /** The header with its annotations, or for gold with what she alone said of it under this assignment. */
    async read(): Promise<ItemWithAnnotations | undefined> {
      if (!gold) return items(deps).findWithAnnotations(projectId, itemId);
      const [header, own] = await Promise.all([
        items(deps).find(projectId, itemId),
        goldAnswers(deps).ofAssigned(projectId, handed),
      ]);
      return header && { header, annotations: own };
    },

    put: (annotation: StoredAnnotation) => (gold ? goldAnswers(deps) : annotations(deps)).put(projectId, annotation),
  };
};
