import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ROLES, type Role } from "../../core/membership.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { date, list, t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { LinkShown } from "./link-shown.tsx";
import { MemberRow } from "./member-row.tsx";
import { PayPart } from "./pay-part.tsx";
import { ProjectFrame } from "./project-frame.tsx";
import { UsesPart } from "./uses-part.tsx";

const People = ({ params }: ScreenProps): VNode => {
  const projectId = params["projectId"] ?? "";
  return (
    <ProjectFrame
      projectId={projectId}
      place="people"
      title={t("manage.people")}
      about={() => t("manage.people.about")}
    >
      {() => <Content projectId={projectId} />}
    </ProjectFrame>
  );
};

export default People;

const Content = ({ projectId }: { readonly projectId: string }): VNode => {
  const { api } = useApp();
  const members = useLoaded(() => api("listMembers", { path: { projectId } }), [projectId]);
  const invitations = useLoaded(() => api("listInvitations", { path: { projectId } }), [projectId]);
  return (
    <div class="columns">
      <div class="stack">
        <section class="card stack">
          <h2>{t("manage.people.members")}</h2>
          <Show of={members} skeleton={<Skeleton height={48} count={3} />}>
            {({ members: all }) => (
              <ul class="people">
                {all.map((member) => (
                  <MemberRow key={member.personId} projectId={projectId} member={member} onChange={members.again} />
                ))}
              </ul>
            )}
          </Show>
        </section>
        <PayPart projectId={projectId} members={members.now.state === "here" ? members.now.content.members : []} />
        <UsesPart projectId={projectId} />
      </div>
      <div class="stack">
        <InviteForm projectId={projectId} onMade={invitations.again} />
        <Show of={invitations} skeleton={<Skeleton height={48} />}>
          {({ invitations: open }) =>
            open.length === 0 ? null : <OpenLinks projectId={projectId} open={open} onChange={invitations.again} />
          }
        </Show>
      </div>
    </div>
  );
};

/** No e-mail is sent: the vendor hands the link over by whatever means the two share. */
const InviteForm = ({ projectId, onMade }: { readonly projectId: string; readonly onMade: () => void }): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [roles, setRoles] = useState<readonly Role[]>(["annotator"]);
  const [note, setNote] = useState("");
  const [made, setMade] = useState<ResponseOf<"invite"> | undefined>(undefined);
  const invite = (event: Event): void => {
    event.preventDefault();
    void run(async () => {
      setMade(
        await api("invite", {
          path: { projectId },
          body: { roles: [...roles], ...(note.trim() && { note: note.trim() }) },
        }),
      );
      setNote("");
      onMade();
    });
  };
  return (
    <form class="card stack" onSubmit={invite}>
      <h2>{t("manage.invite.title")}</h2>
      <fieldset class="choices">
        <legend>{t("manage.invite.roles")}</legend>
        {ROLES.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={({ currentTarget }) =>
                setRoles(currentTarget.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
            />
            {t(`role.${role}`)}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t("manage.invite.note")}
        hint={t("manage.invite.noteHint")}
        value={note}
        maxLength={80}
        onValue={setNote}
      />
      <ProblemNotice problem={problem} />
      <Button kind="primary" type="submit" busy={busy} disabled={roles.length === 0}>
        {t("manage.invite.go")}
      </Button>
      {made && <LinkShown kind="invite" secret={made.secret} expiresAtMs={made.expiresAtMs} />}
    </form>
  );
};

interface OpenLinksProps {
  readonly projectId: string;
  readonly open: ResponseOf<"listInvitations">["invitations"];
  readonly onChange: () => void;
}

const OpenLinks = ({ projectId, open, onChange }: OpenLinksProps): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  return (
    <section class="card stack">
      <h2>{t("manage.invite.open")}</h2>
      <ul class="people">
        {open.map(({ invitationId, roles, note, expiresAtMs }) => (
          <li key={invitationId} class="row apart">
            <span>
              {list(roles.map((role) => t(`role.${role}`)))} {note && <q>{note}</q>}
              <br />
              <span class="small soft">{t("manage.invite.until", { date: date(expiresAtMs) })}</span>
            </span>
            <Button
              busy={busy}
              onClick={() =>
                run(async () => {
                  await api("revokeInvitation", { path: { projectId, invitationId } });
                  onChange();
                })
              }
            >
              {t("manage.invite.revoke")}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} />
    </section>
  );
};
