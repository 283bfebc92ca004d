// A button that can be busy: it keeps its size and the focus, and takes no second press.

import type { ComponentChildren, MouseEventHandler } from "preact";

type Variant = "primary" | "plain" | "ghost" | "quiet" | "danger";

export interface ButtonProps {
  variant?: Variant;
  size?: "s" | "m" | "l";
  isWide?: boolean;
  isBusy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
  class?: string;
  id?: string;
  title?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-expanded"?: boolean;
  "aria-pressed"?: boolean;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  children: ComponentChildren;
}

export function Button({
  variant = "plain",
  size = "m",
  isWide = false,
  isBusy = false,
  type = "button",
  class: extra,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const press: MouseEventHandler<HTMLButtonElement> = (event) => {
    if (isBusy) event.preventDefault();
    else onClick?.call(event.currentTarget, event);
  };
  return (
    <button
      {...rest}
      type={type}
      class={buttonClass(variant, size, isWide, extra)}
      aria-busy={isBusy}
      aria-disabled={isBusy || undefined}
      onClick={press}
    >
      <span class="button-label">{children}</span>
      {isBusy && <span class="spinner" />}
    </button>
  );
}

/** The same look for a link. */
export function buttonClass(variant: Variant = "plain", size = "m", isWide = false, extra = "") {
  const names = ["button"];
  if (variant !== "plain") names.push(`button-${variant}`);
  if (size !== "m") names.push(`button-${size}`);
  if (isWide) names.push("button-wide");
  if (extra) names.push(extra);
  return names.join(" ");
}
