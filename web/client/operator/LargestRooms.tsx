// Where the viewers are.

import { t } from "../lib/words";
import type { LargeRoomView } from "../types.gen";
import { EmptyState } from "../ui/EmptyState";
import { formatCount } from "./format";

export function LargestRooms({ rooms }: { rooms: LargeRoomView[] }) {
  if (rooms.length === 0) {
    return (
      <EmptyState title={t("Nobody is watching")}>
        {t("As soon as somebody opens a show, its room is listed here.")}
      </EmptyState>
    );
  }
  return (
    <ol class="operator-rooms card">
      {rooms.map((room) => (
        <li key={room.show_id}>
          <span class="operator-room-text">
            <a class="link" href={`/shows/${room.show_id}`}>
              {room.title}
            </a>
            <span class="muted small">{room.brand_name}</span>
          </span>
          <span>
            <strong class="numeral">{formatCount(room.viewers)}</strong>{" "}
            <span class="muted small">{room.viewers === 1 ? t("viewer") : t("viewers")}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
