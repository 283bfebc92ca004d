// /profile/security: how one signs in, and where one is signed in.

import { mount } from "../lib/islands";
import { Security } from "../profile/Security";
import "../styles/people.css";

mount("security", Security);
