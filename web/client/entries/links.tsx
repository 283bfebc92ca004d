// /links: the sharer's desk.

import { mount } from "../lib/islands";
import { Links } from "../links/Links";

mount("links", Links);
