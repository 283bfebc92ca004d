// A table that may be wider than its place: it scrolls there, also by keyboard.

import type { ComponentChildren } from "preact";

export function TableScroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must reach it to scroll
    <section class="table-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
