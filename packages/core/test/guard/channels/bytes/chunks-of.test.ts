import { expect, onTestFinished, test } from 'vitest'
import { bytesOf, type Chunk, chunksOf } from '../../../../src/guard/channels/bytes/chunks-of.ts'

const textOf = (chunk: Chunk): string => bytesOf(chunk).toString('latin1')

test('chunksOf and bytesOf read the bytes of a write also where code added a text to all objects', () => {
  // oxlint-disable-next-line no-extend-native -- as a program does that the guard has to survive
  Object.defineProperty(Object.prototype, 'text', { value: 'other bytes', configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'text'))

  expect(chunksOf('writeBuffer', Buffer.from('CONNECT'), undefined).map(textOf)).toEqual(['CONNECT'])
  expect(chunksOf('writeLatin1String', 'CONNECT', undefined).map(textOf)).toEqual(['CONNECT'])
})
