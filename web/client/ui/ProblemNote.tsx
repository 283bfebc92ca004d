// A refusal, shown beside what caused it and announced.

import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../lib/api";
import { t } from "../lib/words";

/** The session ended while the page stood. */
const SIGNED_OUT = "auth.sign_in_required";

/** Nothing while there is no problem, or while its fields say it already. A new one is brought into sight. */
export function ProblemNote({
  problem,
  besides = [],
}: {
  problem: Problem | null;
  besides?: readonly string[];
}) {
  const isShown = problem && !besides.some((name) => name in problem.fields);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isShown) place.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  return (
    <div role="alert" ref={place}>
      {isShown && (
        <p class="note note-bad">
          <strong>{problem.title}</strong>
          <span>{problem.detail}</span>
          {problem.code === SIGNED_OUT && <SignInBeside />}
        </p>
      )}
    </div>
  );
}

/** What is typed on this page stays. */
function SignInBeside() {
  return (
    <a class="link" href="/sign-in" target="_blank" rel="noopener">
      {t("Sign in in a new tab, then send this again")}
    </a>
  );
}
