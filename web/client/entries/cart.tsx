// /cart: what was claimed in all shows, paid together.

import { Cart } from "../cart/Cart";
import { mount } from "../lib/islands";

mount("cart", Cart);
