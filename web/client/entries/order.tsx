// /orders/{order_id}: one order and its payment.

import { mount } from "../lib/islands";
import { Order } from "../orders/Order";

mount("order", Order);
