// The live room's page.

import "../styles/room.css";
import { mount } from "../lib/islands";
import { Room } from "../room/Room";

mount("room", Room);
