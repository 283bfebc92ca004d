// What stands where there is nothing yet: says so, and what to do.

import type { ComponentChildren } from "preact";

export interface EmptyStateProps {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
