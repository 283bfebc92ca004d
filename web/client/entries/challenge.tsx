// /challenges/…: a challenge between teams.

import "../styles/challenge.css";
import { ChallengePage } from "../challenges/ChallengePage";
import { mount } from "../lib/islands";

mount("challenge", ChallengePage);
