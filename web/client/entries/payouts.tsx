// /host/brands/{slug}/payouts: what a brand pays its sharers, for its managers.

import { mount } from "../lib/islands";
import { Payouts } from "../rewards/Payouts";
import "../styles/payouts.css";

mount("payouts", Payouts);
