import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { date, t } from "../../i18n/t.ts";
import type { ProjectShown } from "../project-frame.tsx";
import type { ProposalShown } from "./change-draft.ts";
import { StandingPill } from "./standing-pill.tsx";

interface OutcomeProps {
  readonly project: ProjectShown;
  readonly proposal: ProposalShown;
  /** It was answered while this page was open: the reader is led to it. */
  readonly arrived: boolean;
}

/** The answer to a proposal, as everybody in the project sees it. */
export const Outcome = ({ project, proposal: { standing }, arrived }: OutcomeProps): VNode => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) heading.current?.focus();
  }, []);
  return (
    <section class="card stack">
      <div class="row apart">
        <h2 ref={heading} tabIndex={-1}>
          {t(standing.state === "withdrawn" ? "proposals.outcome.withdrawn" : "proposals.outcome")}
        </h2>
        <StandingPill state={standing.state} />
      </div>
      {(standing.state === "accepted" || standing.state === "declined") && (
        <>
          <p class="written" dir="auto">
            {standing.reason}
          </p>
          <p class="small soft">{t("proposals.outcome.by", { person: project.askedBy, date: date(standing.atMs) })}</p>
        </>
      )}
      {standing.state === "accepted" && standing.version !== undefined && (
        <p>
          {t("proposals.outcome.version", { version: standing.version })}{" "}
          <a href={`/p/${project.projectId}/labels`}>{t("proposals.outcome.labels")}</a>
        </p>
      )}
      {standing.state === "accepted" && standing.instructionsVersion !== undefined && (
        <p>{t("proposals.outcome.instructions", { version: standing.instructionsVersion })}</p>
      )}
      {standing.state === "withdrawn" && <p class="soft">{t("proposals.outcome.withdrawnBody")}</p>}
      {standing.state !== "withdrawn" && <p class="small soft">{t("proposals.outcome.everybody")}</p>}
    </section>
  );
};
