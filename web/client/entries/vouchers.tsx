// /vouchers: what this person holds of vouchers.

import { mount } from "../lib/islands";
import { MyVouchers } from "../vouchers/MyVouchers";

mount("vouchers", MyVouchers);
