"""Where the demo host publishes, and why it cannot. Apart from the rest, which imports libraries of picture and sound."""

from dataclasses import dataclass


class CannotHost(Exception):
    """The demo host cannot go on; the text says why, and what to do."""


class NothingToHost(CannotHost):
    """No show was named, and the usual one is not there."""


@dataclass(frozen=True, slots=True)
class Target:
    base: str
    """The media process, without a slash at the end."""
    show_id: str
    key: str

    @property
    def url(self) -> str:
        """Of WHIP. Who says to be a stand-in gives way to everybody else."""
        return f"{self.base}/whip/{self.show_id}?standin=true"
