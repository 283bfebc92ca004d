// /gifts/{secret}: a gift, for the friend who has its link.

import { GiftOffer } from "../gifts/GiftOffer";
import { mount } from "../lib/islands";

mount("gift", GiftOffer);
