// What stands where there is nothing yet: says so, and what to do.

import type { ComponentChildren } from "preact";

export interface EmptyStateProps {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
  /** Where the page's headings stand. */
  heading?: "h2" | "h3";
}

export function EmptyState({ title, children, action, heading: Heading = "h3" }: EmptyStateProps) {
  return (
    <div class="empty">
      <Heading>{title}</Heading>
      <p>{children}</p>
      {action}
    </div>
  );
}
