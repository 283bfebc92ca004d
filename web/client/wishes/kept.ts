// What this person keeps on their wish list, as far as this page knows: asked for once, then followed.

import { signal } from "@preact/signals";
import { api } from "../lib/api";
import type { ItemView } from "../types.gen";

type Kind = ItemView["kind"];

const PATHS: Record<Kind, string> = { product: "products", deal: "deals" };
const known = signal<ReadonlyMap<string, boolean>>(new Map());
let isAsked = false;

/** Ask once what is kept; what was changed meanwhile stays as it was changed. */
export function loadKept(): void {
  if (isAsked) return;
  isAsked = true;
  api.get<string[]>("/api/wishes/ids").then(
    (ids) => {
      known.value = new Map([...ids.map((id) => [id, true] as const), ...known.peek()]);
    },
    () => {
      isAsked = false;
    },
  );
}

export function isKept(id: string): boolean {
  return known.value.get(id) ?? false;
}

/** Keep it, or let it go. Throws a `Problem` when it was refused. */
export async function keep(kind: Kind, id: string, isWanted: boolean): Promise<void> {
  const path = `/api/wishes/${PATHS[kind]}/${id}`;
  await (isWanted ? api.put(path) : api.delete(path));
  known.value = new Map(known.peek()).set(id, isWanted);
}
