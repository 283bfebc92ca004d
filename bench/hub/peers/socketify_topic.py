"""uWebSockets (C++) through socketify: its own publish to a topic, which gathers what one loop round sends.

The publisher is a WebSocket at /publish, because that is what the library's loop listens to.
"""

import sys

from lines import WELCOME
from socketify import App, AppListenOptions, OpCode

port = int(sys.argv[1])
app = App()


def enter(ws) -> None:
    ws.subscribe("room")
    ws.send(WELCOME, OpCode.TEXT)


def publish(_ws, message, _opcode) -> None:
    app.publish("room", message, OpCode.TEXT)


LIMITS = {"max_payload_length": 65536, "idle_timeout": 0, "compression": 0,
          "max_backpressure": 64 * 1024 * 1024}  # fmt: skip
app.ws("/room", {**LIMITS, "open": enter})
app.ws("/publish", {**LIMITS, "message": publish})
app.listen(AppListenOptions(port=port, host="127.0.0.1"), lambda _config: None)
app.run()
