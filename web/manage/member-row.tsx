import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ROLES, type Role } from "../../core/membership.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { useApp } from "../app.ts";
import { list, t } from "../i18n/t.ts";
import { useAction } from "../parts/action.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { LinkShown } from "./link-shown.tsx";

type Member = ResponseOf<"listMembers">["members"][number];

interface MemberRowProps {
  readonly projectId: string;
  readonly member: Member;
  readonly onChange: () => void;
}

export const MemberRow = ({ projectId, member, onChange }: MemberRowProps): VNode => {
  const [open, setOpen] = useState(false);
  const left = member.state === "left";
  return (
    <li class="row apart">
      <span class={left ? "soft" : ""}>
        <strong>{member.name}</strong> <span class="soft small">{member.signInName}</span>
        <br />
        <span class="small">
          {left ? t("manage.member.left") : list(member.roles.map((role) => t(`role.${role}`)))}
        </span>
      </span>
      <Button aria-label={t("manage.member.changeOf", { name: member.name })} onClick={() => setOpen(true)}>
        {t("manage.member.change")}
      </Button>
      {open && (
        <MemberDialog projectId={projectId} member={member} onChange={onChange} onClose={() => setOpen(false)} />
      )}
    </li>
  );
};

const MemberDialog = ({
  projectId,
  member,
  onChange,
  onClose,
}: MemberRowProps & { readonly onClose: () => void }): VNode => {
  const { api } = useApp();
  const { busy, problem, run } = useAction();
  const [roles, setRoles] = useState<readonly Role[]>(member.roles);
  const [reset, setReset] = useState<ResponseOf<"issueReset"> | undefined>(undefined);
  const path = { projectId, personId: member.personId };
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    if (!(await run(work))) return;
    toast(t("app.saved"));
    onChange();
    onClose();
  };
  return (
    <Dialog title={member.name} onClose={onClose}>
      <div class="stack">
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
        <ProblemNotice problem={problem} />
        <div class="row">
          <Button
            kind="primary"
            busy={busy}
            disabled={roles.length === 0}
            onClick={() => change(() => api("changeMember", { path, body: { roles: [...roles] } }))}
          >
            {t("app.save")}
          </Button>
          <Button busy={busy} onClick={() => run(async () => setReset(await api("issueReset", { path })))}>
            {t("manage.member.reset")}
          </Button>
          {member.state === "active" && (
            <Button kind="danger" busy={busy} onClick={() => change(() => api("removeMember", { path }))}>
              {t("manage.member.remove", { name: member.name })}
            </Button>
          )}
        </div>
        <p class="small soft">{t("manage.member.removeHint")}</p>
        {reset && <LinkShown kind="reset" secret={reset.secret} expiresAtMs={reset.expiresAtMs} />}
      </div>
    </Dialog>
  );
};
