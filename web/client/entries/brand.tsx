// /brands/{slug}: joining the brand, and for its managers what it promises.

import { Join } from "../brand/Join";
import { PriceProtection } from "../brand/PriceProtection";
import { ShareButton } from "../brand/ShareButton";
import { ShareTerms } from "../brand/ShareTerms";
import { Shipping } from "../brand/Shipping";
import { mount } from "../lib/islands";
import { Heart } from "../wishes/Heart";

mount("heart", Heart);
mount("join", Join);
mount("price-protection", PriceProtection);
mount("share-button", ShareButton);
mount("share-terms", ShareTerms);
mount("shipping", Shipping);
