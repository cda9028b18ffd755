import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../app.ts";
import { t } from "../../i18n/t.ts";
import { useAction } from "../../parts/action.ts";
import { Button } from "../../parts/button.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { Problem } from "../../problem.ts";
import { type Change, type ChangeDraft, changeOf, draftOf } from "./change-draft.ts";
import { ChangeEditor } from "./change-editor.tsx";
import { useFollowedPlan } from "./followed-plan.ts";
import { Looking, PlanShown } from "./plan-shown.tsx";
import type { ProposalViewProps } from "./proposal.tsx";
import { type ScopeDraft, ScopeField, scopeOf } from "./scope-field.tsx";
import { WordsField } from "./words-field.tsx";

/**
 * Accepting a change of the labels: what is accepted, then what it changes and costs, then the reason. What was typed
 * stays whatever happens; when the labels were changed by something else meanwhile, it is looked into again on these.
 */
export const AcceptChange = ({ project, projectLoading, proposal, loading }: ProposalViewProps): VNode => {
  const { api } = useApp();
  const { projectId, ontology } = project;
  const path = { projectId, proposalId: proposal.proposalId };
  const [draft, setDraft] = useState<ChangeDraft>(() => draftOf(proposal, ontology));
  const [lookedAt, setLookedAt] = useState<string | undefined>(undefined);
  const [tried, setTried] = useState<"none" | "look" | "accept">("none");
  const [scope, setScope] = useState<ScopeDraft>({ kind: "all", sample: "20" });
  const [reason, setReason] = useState("");
  /** The version that it was looked into on, when something else was quicker. */
  const [overtaken, setOvertaken] = useState<number | undefined>(undefined);
  const place = useRef<HTMLDivElement>(null);
  const looking = useAction();
  const accepting = useAction();
  const { plan, problem, follow } = useFollowedPlan(projectId);

  const made = changeOf(draft, ontology);
  const wrong = made.state === "lacking" && tried !== "none" ? made.wrong : undefined;
  // A plan tells of one change of one version: after either was changed it says nothing any more.
  const key = made.state === "whole" ? keyOf(made.change, ontology.version) : undefined;
  const current = plan && lookedAt === key && plan.baseVersion === ontology.version ? plan : undefined;
  const chosen = current && scopeOf(scope, current.affected);

  // The button that asked for it has gone: the reader is led to what comes in its place.
  const planId = current?.planId;
  useEffect(() => {
    if (planId !== undefined) place.current?.focus();
  }, [planId]);

  const look = (): void => {
    setTried("look");
    if (made.state !== "whole") return;
    void looking.run(async () => {
      follow(undefined);
      follow(await api("planProposal", { path, body: { changes: [made.change] } }));
      setLookedAt(keyOf(made.change, ontology.version));
      setOvertaken(undefined);
    });
  };
  const accept = async (): Promise<void> => {
    setTried("accept");
    if (!current || !chosen || reason.trim() === "") return;
    const body = { outcome: "accept", planId: current.planId, scope: chosen, reason: reason.trim() } as const;
    const done = await accepting.run(async () => {
      try {
        const answered = await api("decideProposal", { path, body });
        loading.put({ ...answered, plan: { ...current, state: "asking", done: 0, scope: chosen } });
      } catch (thrown) {
        if (isConflict(thrown)) {
          setOvertaken(current.baseVersion);
          follow(undefined);
        }
        throw thrown;
      } finally {
        // Whether it was taken or overtaken: what is in force now, and where the proposal stands.
        projectLoading.again();
        loading.again();
      }
    });
    if (done) toast(t("proposals.accepted.done"));
  };
  return (
    <div class="stack">
      <ChangeEditor draft={draft} onDraft={setDraft} ontology={ontology} wrong={wrong} />
      {overtaken !== undefined ? (
        <Notice
          tone="ochre"
          alert
          title={
            overtaken === ontology.version
              ? t("proposals.overtaken.project")
              : t("proposals.overtaken.title", { version: ontology.version })
          }
        >
          <p>{t("proposals.overtaken.body")}</p>
        </Notice>
      ) : (
        <ProblemNotice problem={looking.problem ?? problem} />
      )}
      {plan && !current && overtaken === undefined && <p class="soft">{t("proposals.plan.stale")}</p>}
      {!current && (
        <div class="row end">
          <Button kind="primary" busy={looking.busy} onClick={look}>
            {t("proposals.plan.look")}
          </Button>
        </div>
      )}
      <div ref={place} tabIndex={-1} class="stack led-to">
        {current?.state === "looking" && <Looking plan={current} />}
        {current?.state === "ready" && (
          <section class="card stack">
            <PlanShown project={project} plan={current} />
            {current.affected > 0 && <ScopeField project={project} plan={current} value={scope} onValue={setScope} />}
            <WordsField
              label={t("proposals.accept.reason")}
              hint={t("proposals.accept.reasonHint")}
              value={reason}
              onValue={setReason}
              tried={tried === "accept"}
            />
            <ProblemNotice problem={accepting.problem} />
            <div class="row end">
              <Button kind="primary" busy={accepting.busy} disabled={!chosen} onClick={() => void accept()}>
                {current.affected === 0
                  ? t("proposals.accept.goNone")
                  : t("proposals.accept.go", { count: chosen?.kind === "sample" ? chosen.items : current.affected })}
              </Button>
            </div>
          </section>
        )}
      </div>
      <p class="unseen" role="status">
        {current?.state === "ready" && t("proposals.plan.back", { count: current.affected })}
      </p>
    </div>
  );
};

const keyOf = (change: Change, version: number): string => `${version} ${JSON.stringify(change)}`;

const isConflict = (thrown: unknown): boolean => thrown instanceof Problem && thrown.code === "conflict";
