// To the brand's held rewards, with how many wait.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t, tn } from "../lib/words";
import type { BrandView, WaitingView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { buttonClass } from "../ui/Button";

export function ReviewLink({ brand }: { brand: BrandView }) {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    api.get<WaitingView>(`/api/review/waiting?brand=${brand.slug}`).then(
      (answer) => setWaiting(answer.waiting),
      () => undefined, // the page itself says what is wrong
    );
  }, [brand.slug]);
  return (
    <a class={buttonClass("quiet")} href={`/host/brands/${brand.slug}/review`}>
      {t("Review")}
      {waiting > 0 && <Badge tone="warn">{tn("{count} waits", "{count} wait", waiting)}</Badge>}
    </a>
  );
}
