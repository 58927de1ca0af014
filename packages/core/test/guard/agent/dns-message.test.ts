import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { codes, readQuery, writeAnswer } from '../../../src/guard/agent/dns-message.ts'

function queryFor(name: string, type: number): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  const head = Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  return Buffer.concat([head, ...labels, Buffer.from([0, type >> 8, type & 255, 0, 1])])
}

test('readQuery reads name and type', () => {
  expect(readQuery(queryFor('API.Example.com', 28))).toMatchObject({ name: 'api.example.com', type: 28 })
})

test.each([
  ['an answer', Buffer.from([0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0])],
  ['what ends within a name', queryFor('api.example.com', 1).subarray(0, 18)],
  [
    'a name that points elsewhere',
    Buffer.concat([queryFor('a', 1).subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
  ],
  ['the root', queryFor('', 1)],
])('readQuery finds no query in %s', (_, message) => {
  expect(readQuery(message)).toBeUndefined()
})

test('readQuery takes any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const query = readQuery(Buffer.from(bytes))
      if (query) expect(query.length).toBeLessThanOrEqual(bytes.length)
    }),
  )
})

test('writeAnswer repeats the question, with an address or a code', () => {
  const message = queryFor('a.example', 1)
  const query = readQuery(message)
  if (!query) throw new Error('it is a query')
  const found = writeAnswer(message, query, codes.found, '198.18.0.9')
  const missing = writeAnswer(message, query, codes.missing)

  expect([...found.subarray(0, 8)]).toEqual([0xab, 0xcd, 0x81, 0x80, 0, 1, 0, 1])
  expect([...found.subarray(-4)]).toEqual([198, 18, 0, 9])
  expect([...missing.subarray(0, 8)]).toEqual([0xab, 0xcd, 0x81, 0x83, 0, 1, 0, 0])
})
