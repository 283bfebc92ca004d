"""Draws in a room: tickets are taken in batches, the worker decides, and the room hears of both."""

from collections.abc import Mapping, Sequence

from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction, each
from server.ground import Ground
from share.draws import events as draws
from share.draws.draw import thinned
from share.draws.drawing import Drawing
from share.draws.entering import Entering
from share.draws.routes import DrawRoutes
from share.draws.views import TicketView
from streams.shows import Shows
from web.draw_page import DrawPage
from web.page import Page


class DrawsFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows, brands: Brands) -> None:
        self.drawing = Drawing(ground.work, shows.venue)
        self._entering = Entering(ground.work, ground.limiter)
        self._page = DrawPage(ground.rendering, brands, shows, self.drawing)
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return DrawRoutes(self.drawing, self._entering).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            draws.DrawOpened: (self._announce,),
            draws.DrawEntered: (self._announce_entrants,),
            draws.DrawDecided: (self._announce, self._tell_winners),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("decide_draws", 0.5, self.drawing.decide_due),)

    async def close(self) -> None:
        await self._entering.close()

    async def _announce(self, event: draws.DrawOpened | draws.DrawDecided) -> None:
        draw = await self.drawing.get(event.draw_id)
        await self._hub.publish(event.show_id, wire.DrawChanged(draw=draw))

    async def _announce_entrants(self, event: draws.DrawEntered) -> None:
        if thinned(event.before) != thinned(event.entrants):
            draw = await self.drawing.get(event.draw_id)
            await self._hub.publish(event.show_id, wire.DrawChanged(draw=draw))

    async def _tell_winners(self, event: draws.DrawDecided) -> None:
        draw = await self.drawing.get(event.draw_id)
        await each(
            self._hub.tell(
                account_id,
                wire.MyDrawWon(
                    draw=draw,
                    entry=TicketView(draw_id=draw.id, ticket=winner.ticket, place=winner.place),
                ),
            )
            for account_id, winner in zip(event.account_ids, draw.winners, strict=True)
        )
