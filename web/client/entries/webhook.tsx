// /host/brands/{slug}/webhooks/{webhook_id}: one webhook and what was sent to it.

import { mount } from "../lib/islands";
import { Webhook } from "../webhooks/Webhook";

mount("webhook", Webhook);
