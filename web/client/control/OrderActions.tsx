// What staff can do with a paid order: say that it was sent, and, as managers, refund it; and with one whose deposit is paid,
// as managers: withdraw it.

import { useState } from "preact/hooks";
import { formatMoney } from "../lib/money";
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
          what={`order ${order.number}`}
          title={`Withdraw order ${order.number}?`}
          text="The order is cancelled and its deposit goes back to the buyer in full."
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
          Mark as sent
          <span class="visually-hidden"> order {order.number}</span>
        </Button>
      )}
      {session.isManager && (
        <Button size="s" variant="quiet" onClick={() => setOpen("refund")}>
          Refund
          <span class="visually-hidden"> order {order.number}</span>
        </Button>
      )}
      <Dialog
        isOpen={open === "fulfilment"}
        title={`Order ${order.number} is sent`}
        onClose={close}
      >
        <FulfilmentForm session={session} order={order} onDone={close} />
      </Dialog>
      <Dialog isOpen={open === "refund"} title={`Refund order ${order.number}`} onClose={close}>
        <p class="muted">
          {order.total_minor === 0
            ? "Vouchers paid for it. They and its units go back, and no money."
            : `${formatMoney(left, order.currency)} of ${formatMoney(order.total_minor, order.currency)} can go back to the card.`}
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
    toast(`Order ${order.number} is sent. The buyer sees it.`, "good");
    onDone();
  });
  return (
    <ActionForm action={send} fields={["tracking"]} label="Mark as sent" isInDialog>
      <TextField
        label="Tracking"
        name="tracking"
        value={tracking}
        onText={setTracking}
        error={send.problem?.fields.tracking}
        hint="The carrier and its number, for the buyer."
        isOptional
        maxLength={200}
      />
    </ActionForm>
  );
}
