import * as z from "zod";
import { PAGE_LANGUAGES } from "../../core/localized.ts";
import { GROUPS } from "../../core/membership.ts";
import { annotatorId, localized, pay, projectId, projectState, role, secret } from "./shapes.ts";

const name = z.string().trim().min(1).max(80);
const password = z.string().min(1).max(256);
export const signInName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._@+-]{1,63}$/)
  .describe("2 to 64 small letters, digits and . _ @ + -, beginning with a letter or digit");
const language = z.enum(PAGE_LANGUAGES);

export const person = z.object({
  personId: annotatorId,
  signInName: z.string(),
  name,
  language,
  groups: z.array(z.enum(GROUPS)),
});

export const projectCard = z.object({
  projectId,
  title: localized(200),
  state: projectState,
  media: z.string(),
  askedBy: z.string(),
  purpose: localized(2_000),
  pay,
  roles: z.array(role),
});

export const me = { response: z.object({ person, projects: z.array(projectCard) }) };
export const updateMe = { body: z.strictObject({ name, language }), response: person };

export const member = z.object({
  personId: annotatorId,
  name: z.string(),
  signInName: z.string(),
  roles: z.array(role),
  state: z.enum(["active", "left"]),
  joinedAtMs: z.int(),
});
export const listMembers = { response: z.object({ members: z.array(member) }) };
export const changeMember = { body: z.strictObject({ roles: z.array(role).min(1).max(4) }), response: member };
/** The row stays as `left`; answers given before count, those still under way are stored and paid. */
export const removeMember = { response: z.object({}) };

/** The secret is in the answer once, and stored hashed: nobody can read it again. */
const invitation = z.object({ invitationId: z.string(), secret, expiresAtMs: z.int() });
export const invite = {
  body: z.strictObject({ roles: z.array(role).min(1).max(4), note: z.string().trim().max(80).optional() }),
  response: invitation,
};
export const inviteVendor = {
  body: z.strictObject({ note: z.string().trim().max(80).optional() }),
  response: invitation,
};
export const openInvitation = z.object({
  invitationId: z.string(),
  roles: z.array(role),
  note: z.string().optional(),
  expiresAtMs: z.int(),
  createdAtMs: z.int(),
});
export const listInvitations = { response: z.object({ invitations: z.array(openInvitation) }) };
export const revokeInvitation = { response: z.object({}) };

/** What the bearer of a link sees before accepting. A spent, expired or unknown secret is refused alike. */
export const lookUpInvitation = {
  response: z.object({
    kind: z.enum(["member", "vendor", "reset"]),
    title: localized(200).optional(),
    askedBy: z.string().optional(),
    roles: z.array(role),
    expiresAtMs: z.int(),
  }),
};
export const acceptInvitation = {
  body: z.strictObject({ signInName, password, name, language }),
  response: z.object({ signInName: z.string(), projectId: projectId.optional() }),
};
/** For somebody who has a sign-in already. */
export const joinProject = { response: z.object({ projectId: projectId.optional() }) };
/** A link with which a member sets a new password; issued by a vendor of a project she is in. */
export const issueReset = { response: invitation };
export const resetPassword = { body: z.strictObject({ password }), response: z.object({ signInName: z.string() }) };

export const earnings = {
  response: z.object({
    /** Sums by currency, in millionths; months are UTC, `yyyy-mm`. */
    today: z.array(z.object({ currency: z.string(), amountMicros: z.int(), annotations: z.int() })),
    months: z.array(z.object({ month: z.string(), currency: z.string(), amountMicros: z.int(), annotations: z.int() })),
    unpaidAnnotations: z.int(),
  }),
};
