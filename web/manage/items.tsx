import type { VNode } from "preact";
import { CONSENSUS_STATES, type ItemState } from "../../core/item.ts";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { Empty } from "../parts/empty.tsx";
import { ItemList } from "./item-list.tsx";
import { ProjectFrame } from "./project-frame.tsx";

const STATES: readonly (ItemState | "gold")[] = [...CONSENSUS_STATES, "rejected", "gold"];

const Items = ({ params, query }: ScreenProps): VNode => {
  const projectId = params["projectId"] ?? "";
  const state = STATES.find((one) => one === query["state"]);
  const at = (one?: (typeof STATES)[number]): string => `/p/${projectId}/items${one ? `?state=${one}` : ""}`;
  return (
    <ProjectFrame
      projectId={projectId}
      place="items"
      title={t("manage.items")}
      actions={(project) =>
        project.roles.includes("vendor") && (
          <a class="button primary" href={`/p/${projectId}/files`}>
            {t("manage.addFiles")}
          </a>
        )
      }
    >
      {(project) => (
        <>
          <nav class="row filters" aria-label={t("manage.items.filter")}>
            {[undefined, ...STATES].map((one) => (
              <a key={one ?? "all"} class="button" href={at(one)} aria-current={one === state ? "page" : undefined}>
                {one ? t(`manage.state.${one}`) : t("manage.items.all")}
              </a>
            ))}
          </nav>
          <ItemList
            key={state ?? "all"}
            projectId={projectId}
            state={state}
            empty={
              state ? (
                <Empty
                  title={t("manage.items.none")}
                  body={t(state === "gold" ? "manage.gold.noneBody" : "manage.items.noneBody")}
                />
              ) : (
                <Empty title={t("manage.noItems.title")} body={t("manage.noItems.body")}>
                  {project.roles.includes("vendor") && (
                    <a class="button primary" href={`/p/${projectId}/files`}>
                      {t("manage.addFiles")}
                    </a>
                  )}
                </Empty>
              )
            }
          />
        </>
      )}
    </ProjectFrame>
  );
};

export default Items;
