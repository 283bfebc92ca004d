// /draws/…: decides a draw again in the reader's own browser.

import "../styles/draw.css";
import "../styles/fair.css";
import { DrawCheck } from "../draws/DrawCheck";
import { mount } from "../lib/islands";

mount("draw", DrawCheck);
