// The publisher's side of the Node peers: each line that comes in on a loopback port is an event.
module.exports = (net, port, publish) => {
  net
    .createServer((connection) => {
      let rest = "";
      connection.setEncoding("utf8");
      connection.on("data", (chunk) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop();
        lines.forEach(publish);
      });
    })
    .listen(port, "127.0.0.1");
};
