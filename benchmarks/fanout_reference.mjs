// The reference beside fanout_server.py: node's `ws`, passing on what is said in a room to everybody in it.
import { createRequire } from "node:module"
const { WebSocketServer } = createRequire(new URL("../web/package.json", import.meta.url))("ws")

const rooms = new Map()
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false })
server.on("connection", (socket, request) => {
  const room = request.url.split("/").at(-1)
  if (!rooms.has(room)) rooms.set(room, { seq: 0, sockets: new Set() })
  const here = rooms.get(room)
  here.sockets.add(socket)
  socket.on("message", (data) => {
    const { id, body } = JSON.parse(data)
    const said = { type: "message", room, seq: ++here.seq, id, sender: "u1", ts: Date.now() / 1000, body }
    const frame = Buffer.from(JSON.stringify(said))
    for (const one of here.sockets) if (one.readyState === 1) one.send(frame, { binary: false })
  })
  socket.on("close", () => here.sockets.delete(socket))
  socket.on("error", () => undefined)
})
