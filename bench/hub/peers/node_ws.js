// Node's `ws`: the loop over `clients` that its documentation shows for a broadcast.
const net = require("node:net");
const { WebSocketServer, WebSocket } = require("ws");

const [port, publisherPort] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: "127.0.0.1", port, perMessageDeflate: false, backlog: 4096 });
server.on("connection", (viewer) => {
  viewer.on("error", () => viewer.terminate());
  viewer.send('{"t":"welcome"}');
});

require("./lines")(net, publisherPort, (line) => {
  for (const viewer of server.clients) {
    if (viewer.readyState === WebSocket.OPEN) viewer.send(line);
  }
});
