import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app.ts";
import { t } from "../i18n/t.ts";
import { type BarLink, TopBar } from "./top-bar.tsx";

interface PageProps {
  /** Heading of the page and of the browser's tab. */
  readonly title: string;
  /** One line under the heading. */
  readonly about?: ComponentChildren;
  /** Places of this area, shown in the bar. */
  readonly links?: readonly BarLink[];
  /** Beside the heading; the one primary action last. */
  readonly actions?: ComponentChildren;
  readonly narrow?: boolean;
  readonly children: ComponentChildren;
}

/** Every screen but the labelling one: bar, heading, content. Sets the tab's title, and moves focus to the heading. */
export const Page = ({ title, about, links, actions, narrow, children }: PageProps): VNode => {
  const heading = useArrival(title);
  return (
    <>
      <TopBar links={links ?? []} />
      <main class={narrow ? "page narrow" : "page"} id="content" tabIndex={-1}>
        <header>
          <div class="stack tight">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {about && <p class="soft small">{about}</p>}
          </div>
          {actions && <div class="row">{actions}</div>}
        </header>
        {children}
      </main>
    </>
  );
};

/** Names the tab; on every screen but the first, moves focus to the element that takes the ref. */
export const useArrival = (title: string): { current: HTMLHeadingElement | null } => {
  const { visits } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === t("app.name") ? title : `${title} · ${t("app.name")}`;
  }, [title]);
  useEffect(() => {
    if (visits.count++ > 0 && !document.querySelector("dialog[open]")) heading.current?.focus();
  }, []);
  return heading;
};
