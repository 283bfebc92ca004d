// /shows/{id}, for who may not come in yet.

import "../styles/gate.css";
import { Gate } from "../gate/Gate";
import { mount } from "../lib/islands";

mount("gate", Gate);
