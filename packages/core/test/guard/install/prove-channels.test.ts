import { expect, test } from 'vitest'
import { engine } from '../../../src/guard/engine/engine.ts'
import { proveChannels } from '../../../src/guard/install/prove-channels.ts'
import { nodeOfProcess } from '../../../src/guard/node/node-of-process.ts'

test('proveChannels says for which Node it holds, and leaves the process unguarded and without evidence', () => {
  const connect = Object.getOwnPropertyDescriptor(process.getBuiltinModule('node:net').Socket.prototype, 'connect')

  expect(proveChannels()).toBe(nodeOfProcess())

  expect(engine().restore).toBeUndefined()
  expect(engine().root.ledger.entries).toEqual([])
  expect(Object.getOwnPropertyDescriptor(process.getBuiltinModule('node:net').Socket.prototype, 'connect')).toEqual(
    connect,
  )
})
