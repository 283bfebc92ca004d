// /wallet: this person's tiers and points.

import { mount } from "../lib/islands";
import "../styles/wallet.css";
import { Wallet } from "../wallet/Wallet";

mount("wallet", Wallet);
