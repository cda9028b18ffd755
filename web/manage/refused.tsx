import type { ComponentChildren, VNode } from "preact";
import type { Role } from "../../core/membership.ts";
import { list, t } from "../i18n/t.ts";
import { type Place, rolesOf, wayOn } from "./places.ts";
import type { ProjectShown } from "./project-frame.tsx";

interface WrongRoleProps {
  readonly place: Place;
  readonly project: ProjectShown;
  /** The project's, in her language. */
  readonly name: string;
}

const inWords = (role: Role): string => t(`role.${role}`);

/** In place of a screen that is for other roles than hers: whose it is, what she can do, and a way on. */
export const WrongRole = ({ place, project, name }: WrongRoleProps): VNode => {
  const { roles, askedBy } = project;
  const { href, text } = wayOn(project, name);
  return (
    <Refused
      lines={[
        t("manage.refused.whose", {
          needed: list(rolesOf(place).map(inWords), "disjunction"),
          own: list(roles.map(inWords)),
        }),
        roles.includes("vendor") ? t("manage.refused.doVendor") : t("manage.refused.do", { askedBy }),
      ]}
    >
      <a class="button primary" href={href}>
        {t("manage.refused.go", { place: text })}
      </a>
    </Refused>
  );
};

/** In place of a project that is not there, or is none of hers: the server says the same of both. */
export const NoProject = (): VNode => (
  <Refused lines={[t("manage.noProject.body"), t("manage.noProject.do")]}>
    <a class="button primary" href="/">
      {t("manage.refused.go", { place: t("home.title") })}
    </a>
  </Refused>
);

/** Said aloud, as it comes after the heading has taken the focus. */
const Refused = ({
  lines,
  children,
}: {
  readonly lines: readonly string[];
  readonly children: ComponentChildren;
}): VNode => (
  <section class="card empty" role="alert">
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
    {children}
  </section>
);
