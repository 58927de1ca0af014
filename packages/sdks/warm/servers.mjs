// Started by `test/warm.test.ts` in its own process: servers that answer as databases, brokers and mail servers do, and report
// each thing that they are asked.
import { once } from 'node:events'
import net from 'node:net'
import { BSON } from 'mongodb'
import mysql from 'mysql2'
import { WebSocketServer } from 'ws'

/** @type {string[]} */
const asked = []
const ask = (/** @type {string} */ line) => void asked.push(line)

const message = (/** @type {string} */ type, /** @type {string} */ body) => {
  const bytes = Buffer.from(body, 'latin1')
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(bytes.length + 4, 1)
  return Buffer.concat([head, bytes])
}

const ready = message('Z', 'I')

const postgres = net.createServer((socket) => {
  let isStarted = false
  socket
    .on('error', () => {})
    .on('data', (bytes) => {
      if (!isStarted) {
        isStarted = true
        socket.write(Buffer.concat([message('R', '\0\0\0\0'), ready]))
      } else if (bytes[0] === 0x51) {
        ask(`pg ${bytes.toString('latin1', 5, bytes.length - 1)}`)
        socket.write(Buffer.concat([message('C', 'SELECT 0\0'), ready]))
      }
    })
})

const redis = net.createServer((socket) => {
  socket
    .on('error', () => {})
    .on('data', (bytes) => {
      for (const [, words = ''] of bytes.toString().matchAll(/\*\d+\r\n((?:\$\d+\r\n[^\r]*\r\n)+)/g)) {
        const [command = '', key] = words.split('\r\n').filter((_, at) => at % 2 === 1)
        if (command === 'get') ask(`ioredis ${key}`)
        socket.write(command === 'info' ? '$9\r\nloading:0\r\n' : '+OK\r\n')
      }
    })
})

const mqtt = net.createServer((socket) => {
  socket
    .on('error', () => {})
    .on('data', (bytes) => {
      const kind = (bytes[0] ?? 0) >> 4
      if (kind === 1) socket.write(Buffer.from([0x20, 2, 0, 0]))
      if (kind !== 3) return
      const topic = bytes.readUInt16BE(2)
      ask(`mqtt ${bytes.toString('latin1', topic + 6)}`)
      socket.write(Buffer.from([0x40, 2, ...bytes.subarray(topic + 4, topic + 6)]))
    })
})

const smtp = net.createServer((socket) => {
  /** The part of a mail so far: its end may arrive in a separate packet. */
  let mail = ''
  let isData = false
  socket.on('error', () => {}).write('220 mail.example\r\n')
  socket.on('data', (bytes) => {
    if (!isData) {
      isData = String(bytes).startsWith('DATA')
      socket.write(isData ? '354 go on\r\n' : '250 mail.example\r\n')
      return
    }
    mail += String(bytes)
    if (!mail.endsWith('\r\n.\r\n')) return
    const [, subject] = /Subject: (\S+)/.exec(mail) ?? []
    ask(`nodemailer ${subject}`)
    isData = false
    mail = ''
    socket.write('250 taken\r\n')
  })
})

const mongo = net.createServer((socket) => {
  socket
    .on('error', () => {})
    .on('data', (bytes) => {
      // OP_MSG, as a client of the stable API speaks: a header of 16 bytes, flags, the kind of section, and a document.
      const document = BSON.deserialize(bytes.subarray(21, 21 + bytes.readInt32LE(21)))
      if (document.find) ask(`mongodb ${document.find}`)
      const answer = BSON.serialize({
        ok: 1,
        ...(document.find ? { cursor: { id: BSON.Long.ZERO, ns: 'app.x', firstBatch: [] } } : hello),
      })
      const head = Buffer.alloc(21)
      head.writeInt32LE(21 + answer.length, 0)
      head.writeInt32LE(1, 4)
      head.writeInt32LE(bytes.readInt32LE(4), 8)
      head.writeInt32LE(2013, 12)
      socket.write(Buffer.concat([head, answer]))
    })
})
const hello = {
  helloOk: true,
  isWritablePrimary: true,
  maxWireVersion: 27,
  minWireVersion: 0,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
}

const maria = mysql.createServer((connection) => {
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: '8.0.0',
    connectionId: 1,
    statusFlags: 2,
    characterSet: 8,
    capabilityFlags: 0xf7_ff_f7_ff,
  })
  connection
    .on('error', () => {})
    .on('query', (/** @type {string} */ sql) => {
      ask(`mysql2 ${sql}`)
      connection.writeOk()
    })
})

const web = new WebSocketServer({ port: 0, host: '127.0.0.1' })
web.on('connection', (socket) => {
  socket.on('message', (message) => {
    ask(`ws ${message.toString()}`)
    socket.send('taken')
  })
})

const ports = {}
for (const [name, server] of Object.entries({ postgres, redis, mqtt, smtp, mongo })) {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ports[name] = server.address().port
}
maria.listen(0, '127.0.0.1')
const below = Reflect.get(maria, '_server')
await once(below, 'listening')
ports.mysql = below.address().port
ports.ws = web.address().port

process.on('message', () => process.send?.(asked.splice(0)))
process.on('disconnect', () => process.exit())
process.send?.(ports)
