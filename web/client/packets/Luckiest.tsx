// Who got most from a packet.

import { pointsText } from "../lib/points";
import { t } from "../lib/words";
import type { PacketView } from "../types.gen";

export function Luckiest({ luckiest }: Pick<PacketView, "luckiest">) {
  if (luckiest.length === 0) return null;
  return (
    <ol class="packet-luckiest" aria-label={t("The luckiest")}>
      {luckiest.map(({ place, handle, points }) => (
        <li key={place}>
          <strong>{handle}</strong> <span class="numeral">{pointsText(points)}</span>
        </li>
      ))}
    </ol>
  );
}
