// socket.io over its WebSocket transport: one `emit` to everyone.
const http = require("node:http");
const net = require("node:net");
const { Server } = require("socket.io");

const [port, publisherPort] = process.argv.slice(2).map(Number);
const server = http.createServer();
const io = new Server(server, {
  transports: ["websocket"],
  perMessageDeflate: false,
  pingInterval: 600000,
  pingTimeout: 600000,
});
server.listen(port, "127.0.0.1", 4096);

require("./lines")(net, publisherPort, (line) => io.emit("event", JSON.parse(line)));
