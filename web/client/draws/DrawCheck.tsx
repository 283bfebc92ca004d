// The check of a draw: loads the tickets, decides the draw again, and says what holds.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { DrawView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import { type Finding, findingsOf } from "./lot";

export function DrawCheck({ id }: { id: string }) {
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const check = useAction(async () => {
    setFindings(null);
    const draw = await api.get<DrawView>(`/api/draws/${id}`);
    const answer = await fetch(`/api/draws/${id}/tickets`);
    if (!answer.ok) throw new Error("the tickets could not be loaded");
    const tickets = (await answer.text()).split("\n").filter(Boolean);
    setFindings(await findingsOf(draw, tickets));
  });
  // Browsers have their cryptography on https pages and on this machine only.
  if (!globalThis.isSecureContext) {
    return (
      <p class="muted">{t("Your browser checks draws on https pages only. The script works.")}</p>
    );
  }
  return (
    <div class="stack" aria-live="polite">
      <p>
        <Button variant="primary" isBusy={check.isBusy} onClick={() => void check.run()}>
          {t("Check it in this browser")}
        </Button>
      </p>
      <ProblemNote problem={check.problem} />
      {findings && (
        <ul>
          {findings.map(({ what, holds }) => (
            <li key={what}>
              {what}{" "}
              <Badge tone={holds ? "good" : "bad"}>{holds ? t("Holds") : t("Does not hold")}</Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
