import type { VNode } from "preact";
import { relabellingCost } from "../../../core/relabelling.ts";
import { useApp } from "../../app.ts";
import { number, t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Meter } from "../../parts/meter.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { type Plan, useFollowedPlan } from "./followed-plan.ts";
import type { ProposalViewProps } from "./proposal.tsx";
import { costWords } from "./proposal-words.ts";

/** After acceptance: how far asking again has come; after a sample, what came out of it, and the others. */
export const Relabelling = ({ project, first }: ProposalViewProps & { readonly first: Plan }): VNode | null => {
  const { api } = useApp();
  const { projectId } = project;
  const { plan = first, problem, follow } = useFollowedPlan(projectId, first);
  const action = useAction();
  const { scope, affected, asked, done, outcome, state } = plan;
  if (affected === 0 || state === "looking" || state === "ready") return null;
  const wanted = scope?.kind === "sample" ? Math.min(scope.items, affected) : affected;
  const others = affected - wanted;
  const cost = costWords(relabellingCost(others, project.overlap, project.pay));
  const askOthers = async (): Promise<void> => {
    const sent = await action.run(async () =>
      follow(await api("relabelRest", { path: { projectId, planId: plan.planId } })),
    );
    if (sent) toast(t("proposals.again.restDone"));
  };
  return (
    <section class="card stack">
      <h2>{t("proposals.again")}</h2>
      <div class="stack tight">
        <p role="status">
          {t(state === "asking" ? "proposals.again.asking" : "proposals.again.asked", {
            asked: number(asked),
            count: wanted,
          })}
        </p>
        {state === "asking" && <Meter share={done} label={t("proposals.again")} />}
      </div>
      {outcome && (
        <>
          <p>{t("proposals.again.decided", { decided: number(outcome.decided), count: wanted })}</p>
          {outcome.decided > 0 && <p>{t("proposals.again.changed", { count: outcome.changed })}</p>}
        </>
      )}
      <ProblemNotice problem={problem} />
      {others > 0 && state === "asked" && (
        <div class="stack tight">
          <p class="soft">
            {t("proposals.again.others", { count: others })} {cost && t("proposals.scope.cost", { cost })}
          </p>
          <ProblemNotice problem={action.problem} />
          <div class="row end">
            <Button kind="primary" busy={action.busy} onClick={() => void askOthers()}>
              {t("proposals.again.rest", { count: others })}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
};
