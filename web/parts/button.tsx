import type { ButtonHTMLAttributes, ComponentChildren, VNode } from "preact";

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "class" | "icon"> {
  /** `primary`: the one action of the screen. `danger` asks before it acts. */
  readonly kind?: "primary" | "danger" | "quiet";
  /** Only a picture: give `aria-label` and `title`. */
  readonly square?: boolean;
  /** Under way: pressing again does nothing, and focus stays. */
  readonly busy?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export const Button = ({ kind, square, busy, class: more, children, onClick, ...rest }: ButtonProps): VNode => (
  <button
    type="button"
    {...rest}
    class={["button", kind, square && "icon", more].filter(Boolean).join(" ")}
    aria-disabled={busy || rest["aria-disabled"] || undefined}
    aria-busy={busy || undefined}
    onClick={busy ? (event) => event.preventDefault() : onClick}
  >
    {children}
  </button>
);
