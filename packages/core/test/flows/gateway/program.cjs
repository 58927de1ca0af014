// A program that the guard cannot see into: Node, started without it. Its arguments are steps; it prints what each gave.
const dgram = require('node:dgram')
const { readFileSync } = require('node:fs')
const net = require('node:net')

const steps = {
  /** connect:ADDRESS:PORT, the port last: prints `reached` and what came, or the code of the error. */
  connect: (to) =>
    new Promise((done) => {
      const at = to.lastIndexOf(':')
      const socket = net.connect({ host: to.slice(0, at), port: Number(to.slice(at + 1)) })
      socket.on('connect', () => socket.end('GET / HTTP/1.0\r\n\r\n'))
      socket.on('error', ({ code }) => done(code))
      socket.on('data', () => done('answered')).on('end', () => done('ended'))
    }),
  /** open:ADDRESS:PORT: prints `connected` once it is. */
  open: (to) =>
    new Promise((done) => {
      const at = to.lastIndexOf(':')
      const socket = net.connect({ host: to.slice(0, at), port: Number(to.slice(at + 1)) })
      socket.on('error', ({ code }) => done(code)).on('connect', () => socket.destroy(done('connected')))
    }),
  /** crowd:ADDRESS:PORT: connects twenty times at once, and prints the outcome. */
  crowd: async (to) => {
    const all = await Promise.all(Array.from({ length: 20 }, () => steps.connect(to)))
    return [...new Set(all)].join(' ')
  },
  /** resent: prints how many connections of this namespace the kernel has begun a second time. */
  resent: async () => {
    const [names, numbers] = readFileSync('/proc/net/netstat', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('TcpExt:'))
      .map((line) => line.split(' '))
    return numbers[names.indexOf('TCPSynRetrans')]
  },
  /** udp:ADDRESS: sends a datagram to port 9. */
  udp: (address) =>
    new Promise((done) => {
      const socket = dgram.createSocket(net.isIP(address) === 6 ? 'udp6' : 'udp4')
      socket.send('x', 9, address, (error) => {
        socket.close()
        done(error ? error.code : 'sent')
      })
    }),
  /** dns:SERVER/NAME, and tcp-dns: asks that server for an address of the name, and connects to the answer with a port behind the name. */
  dns: async (to) => {
    const [server, name] = to.split('/')
    return follow(name, await ask(server, name.split(':')[0]))
  },
  'tcp-dns': async (to) => {
    const [server, name] = to.split('/')
    return follow(name, await askByTcp(server, name.split(':')[0]))
  },
  /** sendto-dns:SERVER/NAME: asks without a connection, and prints where the answer comes from. */
  'sendto-dns': (to) =>
    new Promise((done) => {
      const [server, name] = to.split('/')
      const socket = dgram.createSocket(net.isIP(server) === 6 ? 'udp6' : 'udp4')
      socket.on('message', (_, { address }) => {
        socket.close()
        done(address === server ? 'from that server' : 'from another one')
      })
      socket.send(queryFor(name), 53, server)
    }),
  unix: (path) =>
    new Promise((done) => {
      net
        .connect(path)
        .on('connect', () => done('reached'))
        .on('error', ({ code }) => done(code))
    }),
  /** serve:ADDRESS: listens, prints the port, and goes on. */
  serve: (address) =>
    new Promise((done) => {
      const server = net
        .createServer((socket) => socket.end('served'))
        .listen(0, address, () => done(server.address().port))
    }),
}

async function follow(name, answer) {
  const code = answer[3] & 15
  if (code !== 0) return `code ${code}`
  const address = [...answer.subarray(-4)].join('.')
  const [, port] = name.split(':')
  return port === undefined ? 'found' : steps.connect(`${address}:${port}`)
}

function queryFor(name) {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, 1, 0, 1])])
}

function ask(server, name) {
  return new Promise((done) => {
    const socket = dgram.createSocket(net.isIP(server) === 6 ? 'udp6' : 'udp4')
    socket.on('message', (answer) => {
      socket.close()
      done(answer)
    })
    socket.connect(53, server, () => socket.send(queryFor(name)))
  })
}

function askByTcp(server, name) {
  return new Promise((done) => {
    const query = queryFor(name)
    const socket = net.connect(53, server, () => socket.write(Buffer.concat([Buffer.from([0, query.length]), query])))
    socket.once('data', (answer) => {
      socket.destroy()
      done(answer.subarray(2))
    })
  })
}

void (async () => {
  for (const step of process.argv.slice(2)) {
    const at = step.indexOf(':')
    console.log(await steps[step.slice(0, at)](step.slice(at + 1)))
  }
})()
