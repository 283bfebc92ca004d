// The host's control panel.

import "../styles/control.css";
import { Control } from "../control/Control";
import { mount } from "../lib/islands";

mount("control", Control);
