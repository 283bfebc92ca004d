// /brands/{slug}: joining the brand, sharing and keeping what it sells.

import { Join } from "../brand/Join";
import { ShareButton } from "../brand/ShareButton";
import { mount } from "../lib/islands";
import { Heart } from "../wishes/Heart";

mount("heart", Heart);
mount("join", Join);
mount("share-button", ShareButton);
