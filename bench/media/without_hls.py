"""The product's media process without LL-HLS: the one thing that is left out is what the packager is fed. For what LL-HLS costs."""

from server import cli
from streams.broadcast.feed import Feed

if __name__ == "__main__":
    Feed.on_packet = lambda *_: None
    cli.main()
