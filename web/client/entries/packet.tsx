// /packets/…: splits a packet again in the reader's own browser.

import "../styles/packet.css";
import "../styles/fair.css";
import { mount } from "../lib/islands";
import { PacketCheck } from "../packets/PacketCheck";

mount("packet", PacketCheck);
