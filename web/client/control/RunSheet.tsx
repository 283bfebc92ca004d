// The run sheet: what is live, what comes next, what is over.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import { runSheet } from "../live/deals";
import { useOrder, useRoom } from "../live/hooks";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { PlusIcon } from "../ui/icons";
import { Camera } from "./Camera";
import { Challenge } from "./Challenge";
import { AddDealDialog } from "./DealForm";
import { DealRow } from "./DealRow";
import { Draw } from "./Draw";
import { Packets } from "./Packets";
import type { ControlSession } from "./session";

export function RunSheet({ session }: { session: ControlSession }) {
  const [isAdding, setAdding] = useState(false);
  const ids = useOrder(session.live, runSheet);
  const isOver = useRoom(session.live, ({ show }) => isFinished(show.status)).value;
  const isToCome = useRoom(session.live, ({ show }) => show.status === "scheduled").value;
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <PlusIcon /> {t("Add a deal")}
    </Button>
  );
  return (
    <section class="control-run panel" id="control-run" aria-labelledby="run-title">
      <Camera session={session} />
      <div class="row-between">
        <h2 id="run-title">{t("Run sheet")}</h2>
        {!isOver && ids.length > 0 && add}
      </div>
      {isToCome && ids.length > 0 && (
        <p class="small muted">{t("You can drop them as soon as the show is live.")}</p>
      )}
      {ids.length === 0 ? (
        <EmptyState title={t("No deals yet")} action={isOver ? null : add}>
          {isOver
            ? t("This show is over and had no deals.")
            : t("Line up what you will drop: choose products, set price, stock and time.")}
        </EmptyState>
      ) : (
        <ul class="run-list">
          {ids.map((id) => (
            <DealRow key={id} session={session} dealId={id} />
          ))}
        </ul>
      )}
      <Draw session={session} />
      <Packets session={session} />
      <Challenge session={session} />
      {isAdding && <AddDealDialog session={session} onClose={() => setAdding(false)} />}
    </section>
  );
}

function isFinished(status: string): boolean {
  return status === "ended" || status === "cancelled";
}
