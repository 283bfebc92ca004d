// Giving up an order that is not paid: a claim costs nothing, but a deposit that is paid is lost, which is said before.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { OrderView } from "../types.gen";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { useAction } from "../ui/useAction";

export interface GiveUpProps {
  order: OrderView;
  onOrder: (order: OrderView) => void;
}

export function GiveUp({ order, onOrder }: GiveUpProps) {
  const [isAsking, setAsking] = useState(false);
  const words = wordsFor(order);
  const giveUp = useAction(async () => {
    onOrder(await api.post<OrderView>(`/api/orders/${order.id}/${words.verb}`));
    setAsking(false);
  });
  return (
    <>
      <Button variant="quiet" isWide onClick={() => setAsking(true)}>
        {words.button}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.title}
        text={words.text}
        action={words.action}
        isDangerous
        isBusy={giveUp.isBusy}
        error={giveUp.problem?.detail}
        onConfirm={() => void giveUp.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

export function wordsFor({ status, presale, currency }: OrderView) {
  if (status === "awaiting_team") {
    return {
      verb: "cancellation",
      button: t("Leave the team"),
      title: t("Leave the team?"),
      text: t("Your money goes back in full, and your place is free for somebody else."),
      action: t("Leave it"),
    };
  }
  if (!presale || presale.deposit_paid_at_ms === null) {
    return {
      verb: "cancellation",
      button: t("Cancel this order"),
      title: t("Cancel this order?"),
      text: t("The units go back into the deal, and someone else may claim them."),
      action: t("Cancel the order"),
    };
  }
  const deposit = formatMoney(presale.deposit_minor, currency);
  return {
    verb: "forfeit",
    button: t("Give up this order"),
    title: t("Give up the order and {deposit}?", { deposit }),
    text: t(
      "Your deposit of {deposit} is not returned: it stays with the brand. The units go to others.",
      { deposit },
    ),
    action: t("Give it up"),
  };
}
