// /brands/{slug}: joining the brand.

import { Join } from "../brand/Join";
import { mount } from "../lib/islands";

mount("join", Join);
