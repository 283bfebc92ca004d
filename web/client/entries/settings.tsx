// /host/brands/{slug}/settings: what a brand is called, and what holds for all that it sells, for its managers.

import { Appearance } from "../brand/Appearance";
import { PriceProtection } from "../brand/PriceProtection";
import { ShareTerms } from "../brand/ShareTerms";
import { Shipping } from "../brand/Shipping";
import { mount } from "../lib/islands";

mount("appearance", Appearance);
mount("price-protection", PriceProtection);
mount("share-terms", ShareTerms);
mount("shipping", Shipping);
