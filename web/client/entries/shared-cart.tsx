// /carts/{id} and the preview of a link to one: what somebody shared of their cart or wish list.

import { SharedCart } from "../carts/SharedCart";
import { mount } from "../lib/islands";

mount("shared-cart", SharedCart);
