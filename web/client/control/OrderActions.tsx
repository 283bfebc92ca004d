// What staff can do with a paid order: say that it was sent, and, as managers, refund it; and with one whose deposit is paid,
// as managers: withdraw it.

import { useState } from "preact/hooks";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import { wasPaid } from "../orders/status";
import type { OrderView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { RefundForm } from "./RefundForm";
import type { ControlSession } from "./session";
import { Withdrawal } from "./Withdrawal";

interface OrderProps {
  session: ControlSession;
  order: OrderView;
}

type Open = "fulfilment" | "refund" | null;

export function OrderActions({ session, order }: OrderProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  if (order.status === "deposit_paid" && session.isManager) {
    return (
      <div class="sale-actions">
        <Withdrawal
          what={t("order {number}", { number: order.number })}
          title={t("Withdraw order {number}?", { number: order.number })}
          text={t("The order is cancelled and its deposit goes back to the buyer in full.")}
          withdraw={() => session.withdrawOrder(order)}
        />
      </div>
    );
  }
  if (!wasPaid(order) || order.status === "refunded") return null;
  const left = order.total_minor - order.refunded_minor;
  return (
    <div class="sale-actions">
      {order.fulfilled_at_ms === null && (
        <Button size="s" variant="ghost" onClick={() => setOpen("fulfilment")}>
          {t("Mark as sent")}
          <span class="visually-hidden"> {t("order {number}", { number: order.number })}</span>
        </Button>
      )}
      {session.isManager && (
        <Button size="s" variant="quiet" onClick={() => setOpen("refund")}>
          {t("Refund")}
          <span class="visually-hidden"> {t("order {number}", { number: order.number })}</span>
        </Button>
      )}
      <Dialog
        isOpen={open === "fulfilment"}
        title={t("Order {number} is sent", { number: order.number })}
        onClose={close}
      >
        <FulfilmentForm session={session} order={order} onDone={close} />
      </Dialog>
      <Dialog
        isOpen={open === "refund"}
        title={t("Refund order {number}", { number: order.number })}
        onClose={close}
      >
        <p class="muted">
          {order.total_minor === 0
            ? t("Vouchers paid for it. They and its units go back, and no money.")
            : t("{left} of {total} can go back to the card.", {
                left: formatMoney(left, order.currency),
                total: formatMoney(order.total_minor, order.currency),
              })}
        </p>
        <RefundForm session={session} order={order} onDone={close} />
      </Dialog>
    </div>
  );
}

function FulfilmentForm({ session, order, onDone }: OrderProps & { onDone: () => void }) {
  const [tracking, setTracking] = useState("");
  const send = useAction(async () => {
    await session.fulfil(order, tracking.trim());
    toast(t("Order {number} is sent. The buyer sees it.", { number: order.number }), "good");
    onDone();
  });
  return (
    <ActionForm action={send} fields={["tracking"]} label={t("Mark as sent")} isInDialog>
      <TextField
        label={t("Tracking")}
        name="tracking"
        value={tracking}
        onText={setTracking}
        error={send.problem?.fields.tracking}
        hint={t("The carrier and its number, for the buyer.")}
        isOptional
        maxLength={200}
      />
    </ActionForm>
  );
}
