"""What every feature stands on: made once by the composition root, and knowing no feature."""

from dataclasses import dataclass

from kit.broker import Broker
from kit.rate_limit import RateLimiter
from kit.settings import Settings
from kit.unit_of_work import UnitOfWork
from server.cookies import Cookies
from server.hub import Hub
from web.rendering import Rendering


@dataclass(frozen=True, slots=True)
class Ground:
    settings: Settings
    work: UnitOfWork
    limiter: RateLimiter
    broker: Broker
    hub: Hub
    rendering: Rendering
    cookies: Cookies
