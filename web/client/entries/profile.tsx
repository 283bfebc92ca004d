// /profile: what the person says of themselves, what they allow brands, and their data.

import { mount } from "../lib/islands";
import { ProfilePage } from "../profile/ProfilePage";
import "../styles/people.css";

mount("profile", ProfilePage);
