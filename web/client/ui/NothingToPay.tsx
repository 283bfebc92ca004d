// What costs nothing is ordered in one press, without a card.

import { useState } from "preact/hooks";
import { newIdempotencyKey } from "../lib/api";
import { t } from "../lib/words";
import { Button } from "./Button";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

export interface NothingToPayProps {
  order: (idempotencyKey: string) => Promise<void>;
}

export function NothingToPay({ order }: NothingToPayProps) {
  const [key] = useState(newIdempotencyKey);
  const send = useAction(() => order(key));
  return (
    <>
      <ProblemNote problem={send.problem} />
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={send.isBusy}
        onClick={() => void send.run()}
      >
        {t("Order it, nothing to pay")}
      </Button>
    </>
  );
}
