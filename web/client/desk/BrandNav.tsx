// From the host desk to a brand's other desks, with how many rewards wait for review.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t, tn } from "../lib/words";
import type { BrandView, WaitingView } from "../types.gen";
import { Badge } from "../ui/Badge";

export interface BrandPlace {
  /** Below /host/brands/{slug}/. */
  path: string;
  label: string;
  is_for_managers: boolean;
}

export interface BrandNavProps {
  brand: BrandView;
  places: BrandPlace[];
  isManager: boolean;
}

export function BrandNav({ brand, places, isManager }: BrandNavProps) {
  return (
    <nav class="brand-nav" aria-label={t("Desks of {name}", { name: brand.name })}>
      {places
        .filter((place) => isManager || !place.is_for_managers)
        .map(({ path, label }) => (
          <a key={path} href={`/host/brands/${brand.slug}/${path}`}>
            {label}
            {path === "review" && <Waiting brand={brand} />}
          </a>
        ))}
    </nav>
  );
}

function Waiting({ brand }: { brand: BrandView }) {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    api.get<WaitingView>(`/api/review/waiting?brand=${brand.slug}`).then(
      (answer) => setWaiting(answer.waiting),
      () => undefined, // the page itself says what is wrong
    );
  }, [brand.slug]);
  if (waiting === 0) return null;
  return <Badge tone="warn">{tn("{count} waits", "{count} wait", waiting)}</Badge>;
}
