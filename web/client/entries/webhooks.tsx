// /host/brands/{slug}/webhooks: a brand's webhooks, for its managers.

import { mount } from "../lib/islands";
import { Webhooks } from "../webhooks/Webhooks";

mount("webhooks", Webhooks);
