// Ids for what names or describes something on the page. Preact's own begin anew in each island, of which a page has several.

import { useState } from "preact/hooks";

let made = 0;

export function useId(): string {
  return useState(() => `id-${++made}`)[0];
}
