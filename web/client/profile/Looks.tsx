// Which brands' staff looked at this person's page as a member.

import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { LookView } from "../types.gen";

export function Looks({ looks }: { looks: LookView[] }) {
  if (looks.length === 0) return null;
  return (
    <details class="desk-more">
      <summary>{t("Who looked at what was between you and a brand")}</summary>
      <ol class="consents-history small">
        {looks.map(({ brand_slug, brand_name, at_ms }) => (
          <li key={`${brand_slug}-${at_ms}`}>
            {brand_name} · {formatDateTime(at_ms)}
          </li>
        ))}
      </ol>
    </details>
  );
}
