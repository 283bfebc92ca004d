// /host/brands/{slug}/campaigns: segments and campaigns, for a brand's managers.

import "../operator/language";
import "uplot/dist/uPlot.min.css";
import "../styles/campaigns.css";
import { CampaignDesk } from "../campaigns/CampaignDesk";
import { mount } from "../lib/islands";

mount("campaigns", CampaignDesk);
