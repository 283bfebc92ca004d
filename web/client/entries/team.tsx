// /t/…: a team that buys together.

import "../styles/team.css";
import { mount } from "../lib/islands";
import { Team } from "../team/Team";

mount("team", Team);
