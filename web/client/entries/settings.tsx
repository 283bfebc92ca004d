// /host/brands/{slug}/settings: what holds for all that a brand sells, for its managers.

import { PriceProtection } from "../brand/PriceProtection";
import { ShareTerms } from "../brand/ShareTerms";
import { Shipping } from "../brand/Shipping";
import { mount } from "../lib/islands";

mount("price-protection", PriceProtection);
mount("share-terms", ShareTerms);
mount("shipping", Shipping);
