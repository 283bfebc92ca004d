// /host/brands/{slug}/rewards: what a brand gives sharers and their friends, for its managers.

import { mount } from "../lib/islands";
import { Rewards } from "../rewards/Rewards";
import "../styles/programme.css";

mount("rewards", Rewards);
