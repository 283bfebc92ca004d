// /host/brands/{slug}/members: the server's pages, which only need to look right.

import "../styles/people.css";
