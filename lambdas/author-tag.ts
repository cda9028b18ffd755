import { createHmac } from "node:crypto";
import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import type { AuthorShape } from "./api/proposals.ts";
import type { Deps } from "./deps.ts";
import { credits } from "./store/credits.ts";
import { projectSecrets } from "./store/project-secrets.ts";

/** Five letters tell a project's people apart for a reader, and nothing about them. Read aloud without a mix-up. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const TAG_LETTERS = 5;

/**
 * How people are named in what they say to each other: by a tag that holds within one project, and by the name they
 * chose if they chose one. Keyed with the project's secret, so that nobody can try out whose tag it is.
 */
export const authorTags = async (
  deps: Deps,
  projectId: ProjectId,
): Promise<(personId: AnnotatorId, reader: AnnotatorId) => AuthorShape> => {
  const [secret, chosen] = await Promise.all([
    projectSecrets(deps).ofProject(projectId),
    credits(deps).ofProject(projectId),
  ]);
  return (personId, reader) => {
    const digest = createHmac("sha256", secret).update(`tag ${personId}`).digest();
    const tag = [...digest.subarray(0, TAG_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    const name = chosen.get(personId);
    return { tag, ...(name !== undefined && { name }), isMe: personId === reader };
  };
};
