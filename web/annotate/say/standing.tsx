import type { VNode } from "preact";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { t } from "../../i18n/t.ts";
import { Pill } from "../../parts/pill.tsx";

/** Where a proposal stands, in words; how long it has waited is told to everybody. */
export const Standing = ({ proposal }: { readonly proposal: ProposalShape }): VNode => {
  const { standing, isOverdue, ageDays, author } = proposal;
  const waiting = isOverdue ? (
    <Pill tone="ochre">{t("say.standing.overdue", { count: ageDays })}</Pill>
  ) : (
    <Pill>{ageDays === 0 ? t("say.standing.today") : t("say.standing.open", { count: ageDays })}</Pill>
  );
  switch (standing.state) {
    case "open":
      return waiting;
    case "asked":
      return (
        <>
          <Pill tone="sky">{t(author.isMe ? "say.standing.asked" : "say.standing.askedOther")}</Pill>
          {isOverdue && waiting}
        </>
      );
    case "accepted":
      return (
        <Pill tone="leaf">
          {standing.version !== undefined
            ? t("say.standing.acceptedVersion", { version: standing.version })
            : standing.instructionsVersion !== undefined
              ? t("say.standing.acceptedInstructions", { version: standing.instructionsVersion })
              : t("say.standing.accepted")}
        </Pill>
      );
    case "declined":
      return <Pill tone="clay">{t("say.standing.declined")}</Pill>;
    case "withdrawn":
      return <Pill>{t("say.standing.withdrawn")}</Pill>;
  }
};
