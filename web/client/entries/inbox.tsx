// /inbox: what brands wrote to this person.

import "../styles/inbox.css";
import { Inbox } from "../inbox/Inbox";
import { mount } from "../lib/islands";

mount("inbox", Inbox);
