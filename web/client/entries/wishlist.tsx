// /wishlist: what a person keeps, and what they share of it.

import { mount } from "../lib/islands";
import { Wishlist } from "../wishes/Wishlist";

mount("wishlist", Wishlist);
