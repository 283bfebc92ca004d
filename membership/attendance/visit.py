"""Someone in the room of a show. Pure."""

from datetime import datetime

from msgspec import Struct


class ShowVisit(Struct, frozen=True, gc=False):
    account_id: str
    show_id: str
    brand_id: str
    first_at: datetime
    last_at: datetime
    seconds: int

    def then(self, later: "ShowVisit") -> "ShowVisit":
        """Both as one."""
        return ShowVisit(
            self.account_id,
            self.show_id,
            self.brand_id,
            min(self.first_at, later.first_at),
            max(self.last_at, later.last_at),
            self.seconds + later.seconds,
        )
