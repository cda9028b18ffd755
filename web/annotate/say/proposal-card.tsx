import type { ComponentChildren, VNode } from "preact";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { date, t } from "../../i18n/t.ts";
import { ProposalBody } from "./proposal-body.tsx";
import { ProposalOutcome } from "./proposal-outcome.tsx";
import { aboutWords } from "./proposal-words.ts";
import { Standing } from "./standing.tsx";

interface ProposalCardProps {
  readonly proposal: ProposalShape;
  readonly nameOf: (label: string) => string;
  readonly askedBy: string;
  /** What she can do about it. */
  readonly children?: ComponentChildren;
}

/** One proposal in the list: what, by whom, where it stands; the example and the words unfold. */
export const ProposalCard = ({ proposal, nameOf, askedBy, children }: ProposalCardProps): VNode => {
  const { author, createdAtMs, standing } = proposal;
  const when = date(createdAtMs);
  return (
    <li class="card stack tight">
      <h3 dir="auto">{aboutWords(proposal, nameOf)}</h3>
      <p class="row">
        <Standing proposal={proposal} />
        <span class="soft small">
          {author.isMe ? t("say.by.me", { date: when }) : t("say.by", { who: author.name ?? author.tag, date: when })}
        </span>
      </p>
      <details open={author.isMe && standing.state === "asked"}>
        <summary>{t("say.page.words")}</summary>
        <ProposalBody proposal={proposal} />
      </details>
      <ProposalOutcome proposal={proposal} askedBy={askedBy} />
      {children}
    </li>
  );
};
