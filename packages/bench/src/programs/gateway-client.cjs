// A program behind the gateway that measures one connection, `gateway-client.cjs <port>`, and the server at its other end, `serve`.
const net = require('node:net')

const size = 50_000_000
const trips = 500

if (process.argv[2] === 'serve') {
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      if (bytes[0] === 1) return socket.write(bytes)
      const chunk = Buffer.alloc(1_000_000)
      let left = size
      const send = () => {
        while (left > 0) {
          left -= chunk.length
          if (!socket.write(chunk)) return socket.once('drain', send)
        }
      }
      send()
    })
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
} else {
  const socket = net.connect({ port: Number(process.argv[2]), host: '127.0.0.1', noDelay: true })
  const next = () => new Promise((done) => socket.once('data', done))
  const measure = async () => {
    const times = []
    for (let at = 0; at < trips; at += 1) {
      const begin = performance.now()
      socket.write(Buffer.from([1]))
      await next()
      times.push(performance.now() - begin)
    }
    const begin = performance.now()
    let got = 0
    socket.on('data', (bytes) => {
      got += bytes.length
      if (got < size) return
      const throughput = size / 1000 / (performance.now() - begin)
      console.log(JSON.stringify({ roundTrip: times.toSorted((a, b) => a - b)[trips >> 1], throughput }))
      process.exit()
    })
    socket.write(Buffer.from([2]))
  }
  socket.once('connect', () => void measure())
}
