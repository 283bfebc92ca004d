// /brands/{slug}: joining the brand, and for its managers what it promises.

import { Join } from "../brand/Join";
import { PriceProtection } from "../brand/PriceProtection";
import { mount } from "../lib/islands";

mount("join", Join);
mount("price-protection", PriceProtection);
