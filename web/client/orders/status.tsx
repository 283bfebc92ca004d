// How an order says where it stands.

import type { OrderView } from "../types.gen";
import { Badge } from "../ui/Badge";

export function OrderStatusBadge({ status }: { status: OrderView["status"] }) {
  if (status === "paid") return <Badge tone="good">Paid</Badge>;
  if (status === "awaiting_payment") return <Badge tone="warn">Awaiting payment</Badge>;
  if (status === "expired") return <Badge tone="quiet">Expired</Badge>;
  return <Badge tone="quiet">Cancelled</Badge>;
}
