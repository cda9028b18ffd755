import type { Role } from "../../core/membership.ts";
import type { ProjectState } from "../../core/project.ts";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/t.ts";
import type { BarLink } from "../parts/top-bar.tsx";
import { unansweredOf } from "./proposals/unanswered.ts";

/**
 * Whom each screen of a project is for. Not what keeps anybody out: the server refuses by its own table
 * (lambdas/endpoints.ts). This one spares people a screen on which every button would be refused.
 */
const ROLES_OF = {
  overview: ["vendor"],
  files: ["vendor"],
  items: ["vendor", "reviewer"],
  review: ["vendor", "reviewer"],
  agreement: ["vendor", "reviewer"],
  proposals: ["vendor", "reviewer"],
  questions: ["vendor", "reviewer"],
  labels: ["vendor"],
  people: ["vendor"],
  exports: ["vendor", "client"],
  settings: ["vendor"],
  label: ["annotator"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Place = keyof typeof ROLES_OF;

/** Roles that a place is for; any one of them will do. */
export const rolesOf = (place: Place): readonly Role[] => ROLES_OF[place];

export const isFor = (place: Place, roles: readonly Role[]): boolean =>
  rolesOf(place).some((role) => roles.includes(role));

/** In the order of the bar. The rest is reached from one of these. */
const IN_BAR: readonly { readonly place: Place; readonly path: string; readonly key?: Key }[] = [
  { place: "overview", path: "" },
  { place: "items", path: "/items", key: "manage.items" },
  { place: "review", path: "/review", key: "manage.review" },
  { place: "agreement", path: "/agreement", key: "manage.agreement" },
  { place: "proposals", path: "/proposals", key: "manage.proposals" },
  { place: "questions", path: "/questions", key: "manage.questions" },
  { place: "labels", path: "/labels", key: "manage.labels" },
  { place: "people", path: "/people", key: "manage.people" },
  { place: "exports", path: "/exports", key: "manage.exports" },
  { place: "settings", path: "/settings", key: "manage.settings" },
];

interface Known {
  readonly projectId: string;
  readonly state: ProjectState;
  readonly roles: readonly Role[];
}

/** Places of a project that the caller's roles open; the first page wears the project's own title. */
export const placesOf = ({ projectId, roles }: Known, title: string): readonly BarLink[] =>
  IN_BAR.filter(({ place }) => isFor(place, roles)).map(({ place, path, key }) => {
    const waiting = place === "proposals" ? (unansweredOf(projectId) ?? 0) : 0;
    const text = waiting > 0 ? t("manage.proposals.waiting", { count: waiting }) : key ? t(key) : title;
    return { href: `/p/${projectId}${path}`, text };
  });

/** Where somebody goes on who came to a place that is not for her: her first place in the project, else home. */
export const wayOn = (project: Known, title: string): BarLink => {
  const [first] = placesOf(project, title);
  if (first) return first;
  const mayLabel = isFor("label", project.roles) && project.state === "open";
  return mayLabel
    ? { href: `/p/${project.projectId}/label`, text: t("home.label") }
    : { href: "/", text: t("home.title") };
};
