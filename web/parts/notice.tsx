import type { ComponentChildren, VNode } from "preact";
import { t } from "../i18n/t.ts";
import type { Problem } from "../problem.ts";
import type { Tone } from "./pill.tsx";

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  /** Said aloud when it appears. */
  readonly alert?: boolean;
  readonly children?: ComponentChildren;
}

export const Notice = ({ tone, title, alert, children }: NoticeProps): VNode => (
  <div class={`notice ${tone}`} role={alert ? "alert" : undefined}>
    {title && <h3>{title}</h3>}
    {children}
  </div>
);

/** A problem in her language: what happened and what to do; the server's own words only where they name the fault. */
export const wordsFor = (problem: Problem): string => t(`problem.${problem.code}`, { message: problem.message });

export const ProblemNotice = ({
  problem,
  children,
}: {
  readonly problem: Problem | undefined;
  readonly children?: ComponentChildren;
}): VNode | null =>
  problem ? (
    <Notice tone="clay" alert>
      <p>{wordsFor(problem)}</p>
      {children && <div class="row">{children}</div>}
    </Notice>
  ) : null;
