// A refusal, shown beside what caused it and announced.

import type { Problem } from "../lib/api";

/** Nothing while there is no problem, or while its fields say it already. */
export function ProblemNote({
  problem,
  besides = [],
}: {
  problem: Problem | null;
  besides?: readonly string[];
}) {
  const isShown = problem && !besides.some((name) => name in problem.fields);
  return (
    <div role="alert">
      {isShown && (
        <p class="note note-bad">
          <strong>{problem.title}</strong>
          <span>{problem.detail}</span>
        </p>
      )}
    </div>
  );
}
