import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRequestReader, type Asked } from '../../../../src/guard/channels/bytes/request-reader.ts'

const ipv6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
const name = [...Buffer.from('db.example')]
const http = (method: string, target: string, host?: string): Asked => {
  return { kind: 'http', method, target, ...(host !== undefined && { host }) }
}
const socks = (host: string, port: number): Asked => ({ kind: 'socks', host, port })

const cases: readonly (readonly [what: string, said: string | readonly number[], targets: readonly Asked[]])[] = [
  ['CONNECT', 'CONNECT db.example:443 HTTP/1.1\r\nhost: x\r\n\r\n', [http('CONNECT', 'db.example:443')]],
  ['CONNECT in other spellings', '\r\nconnect db.example:443 HTTP/1.0\n\n', [http('CONNECT', 'db.example:443')]],
  ['an absolute form', 'GET http://db.example/x HTTP/1.1\r\n\r\n', [http('GET', 'http://db.example/x')]],
  [
    'an absolute form behind an ordinary request',
    'POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\nhi\r\nGET http://db.example/ HTTP/1.1\r\n\r\n',
    [http('POST', '/'), http('GET', 'http://db.example/')],
  ],
  [
    'a path and a host',
    'get /a b HTTP/1.1\nX: 1\nHOST : db.example \n\nhost: body',
    [http('get', '/a b'), http('get', '/a b', 'db.example')],
  ],
  [
    'two hosts',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    [http('GET', '/'), http('GET', '/', 'a'), http('GET', '/', 'b')],
  ],
  ['HTTP/0.9', 'GET /x\r\n', [http('GET', '/x')]],
  [
    'a tunnel within a tunnel',
    'CONNECT a.example:80 HTTP/1.1\r\nhost: a\r\n\r\nCONNECT b.example:80 HTTP/1.1\r\n\r\n',
    [http('CONNECT', 'a.example:80'), http('CONNECT', 'b.example:80')],
  ],
  ['SOCKS 4', [4, 1, 1, 187, 192, 0, 2, 9, 0], [socks('192.0.2.9', 443)]],
  ['SOCKS 4 with a user', [4, 1, 1, 187, 192, 0, 2, 9, 97, 100, 97, 0], [socks('192.0.2.9', 443)]],
  ['SOCKS 4a', [4, 1, 1, 187, 0, 0, 0, 1, 97, 0, ...name, 0], [socks('db.example', 443)]],
  ['SOCKS 5 to a name', [5, 1, 0, 5, 1, 0, 3, 10, ...name, 1, 187], [socks('db.example', 443)]],
  ['SOCKS 5 to an address', [5, 2, 0, 2, 5, 1, 0, 1, 192, 0, 2, 9, 0, 80], [socks('192.0.2.9', 80)]],
  ['SOCKS 5 to an IPv6 address', [5, 1, 0, 5, 1, 0, 4, ...ipv6, 0, 80], [socks('2001:db8:0:0:0:0:0:1', 80)]],
  [
    'SOCKS 5 with a password',
    [5, 1, 2, 1, 3, 97, 100, 97, 2, 112, 119, 5, 1, 0, 3, 10, ...name, 1, 187],
    [socks('db.example', 443)],
  ],
  [
    'CONNECT behind SOCKS',
    [4, 1, 1, 187, 192, 0, 2, 9, 0, ...Buffer.from('CONNECT b.example:80 HTTP/1.1\r\n\r\n')],
    [socks('192.0.2.9', 443), http('CONNECT', 'b.example:80')],
  ],
]

describe.each(cases)('createRequestReader finds %s', (_, said, targets) => {
  const bytes = Buffer.from(said as string)

  test('in one write', () => {
    expect(createRequestReader().read(bytes)).toEqual(targets)
  })

  test('however it is cut into writes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (lengths) => {
        const reader = createRequestReader()
        const found: Asked[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1
          // The writer uses its buffer again.
          const chunk = Buffer.from(bytes.subarray(at, at + length))
          found.push(...reader.read(chunk))
          chunk.fill(0)
          at += length
        }
        expect(found).toEqual(targets)
      }),
    )
  })
})

test.each([
  ['Postgres', [0, 0, 0, 8, 4, 210, 22, 47]],
  ['MySQL', [5, 0, 0, 1, 1, 2, 3, 4, 5]],
  ['MongoDB', [5, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 221, 7, 0, 0]],
  ['Cassandra', [4, 0, 0, 0, 5, 0, 0, 0, 0]],
  ['MQTT', [16, 19, 0, 4, 77, 81, 84, 84]],
  ['TLS', [22, 3, 1, 2, 0]],
  ['Redis', '*1\r\n$4\r\nPING\r\n'],
  ['SMTP', 'EHLO db.example\r\n'],
  ['NATS', 'CONNECT {"verbose":false}\r\n'],
  ['STOMP', 'CONNECT\naccept-version:1.2\n\n\0'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['AMQP', 'AMQP\0\0\u0009\u0001'],
] as const)('createRequestReader finds no request to a proxy in %s', (_, said) => {
  const reader = createRequestReader()

  expect(reader.read(Buffer.from(said as string))).toEqual([])
  expect(reader.read(Buffer.from('\r\n\r\nmore bytes that follow\r\n'))).toEqual([])
  expect(reader.isDone()).toBe(true)
})
