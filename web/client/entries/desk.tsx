// /host: the host desk.

import { Desk } from "../desk/Desk";
import { mount } from "../lib/islands";

mount("desk", Desk);
