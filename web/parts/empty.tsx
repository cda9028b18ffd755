import type { ComponentChildren, VNode } from "preact";

interface EmptyProps {
  readonly title: string;
  readonly body: string;
  /** The first thing to do here. */
  readonly children?: ComponentChildren;
}

/** An empty place says what it is for and holds the first action. */
export const Empty = ({ title, body, children }: EmptyProps): VNode => (
  <section class="card empty">
    <h2>{title}</h2>
    <p>{body}</p>
    {children}
  </section>
);
