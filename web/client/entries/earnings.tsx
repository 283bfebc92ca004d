// /links/earnings: what a sharer earned, and where it is paid to.

import { mount } from "../lib/islands";
import { Payee } from "../rewards/Payee";

mount("payee", Payee);
