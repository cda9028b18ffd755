import type { ComponentChildren, VNode } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { asProblem, type Problem } from "../problem.ts";
import { Button } from "./button.tsx";
import { ProblemNotice } from "./notice.tsx";

export type Loaded<Content> =
  | { readonly state: "waiting" }
  | { readonly state: "failed"; readonly problem: Problem }
  | { readonly state: "here"; readonly content: Content; readonly problem?: Problem };

export interface Loading<Content> {
  readonly now: Loaded<Content>;
  /** Asks again; what is shown stays until the new is there. */
  readonly again: () => void;
  /** Puts in what an own change gave back, without asking. */
  readonly put: (content: Content) => void;
}

/** Loads when drawn and when `deps` change. An answer that comes after a newer question is dropped. */
export const useLoaded = <Content,>(load: () => Promise<Content>, deps: readonly unknown[] = []): Loading<Content> => {
  const [now, setNow] = useState<Loaded<Content>>({ state: "waiting" });
  const asked = useRef(0);
  const again = useCallback(() => {
    const mine = ++asked.current;
    load().then(
      (content) => mine === asked.current && setNow({ state: "here", content }),
      (thrown: unknown) => {
        if (mine !== asked.current) return;
        const problem = asProblem(thrown);
        setNow((before) => (before.state === "here" ? { ...before, problem } : { state: "failed", problem }));
      },
    );
  }, deps);
  useEffect(() => {
    again();
    return () => {
      asked.current++;
    };
  }, [again]);
  const put = useCallback((content: Content) => {
    asked.current++;
    setNow({ state: "here", content });
  }, []);
  return { now, again, put };
};

interface ShowProps<Content> {
  readonly of: Loading<Content>;
  /** Keeps the place meanwhile. */
  readonly skeleton: ComponentChildren;
  readonly children: (content: Content) => ComponentChildren;
}

export const Show = <Content,>({ of, skeleton, children }: ShowProps<Content>): VNode => {
  const { now, again } = of;
  if (now.state === "waiting") {
    return (
      <div aria-busy="true">
        <span class="unseen" role="status">
          {t("app.loading")}
        </span>
        {skeleton}
      </div>
    );
  }
  const retry = <Button onClick={again}>{t("app.again")}</Button>;
  if (now.state === "failed") return <ProblemNotice problem={now.problem}>{retry}</ProblemNotice>;
  return (
    <>
      {now.problem && <ProblemNotice problem={now.problem}>{retry}</ProblemNotice>}
      {children(now.content)}
    </>
  );
};
