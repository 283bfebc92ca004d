// /host/brands/{slug}/programme: a brand's tiers and points, for its managers.

import { mount } from "../lib/islands";
import { Programme } from "../programme/Programme";
import "../styles/programme.css";

mount("programme", Programme);
