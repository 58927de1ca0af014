import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'

const server = net.createServer((socket) => socket.on('error', () => {}))
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

const own = (socket: Socket): Socket => socket.connect((server.address() as AddressInfo).port, '127.0.0.1')
const blocked = (socket: Socket): Socket => socket.connect(9, '192.0.2.1')

/** The code of the error that a socket ends with. */
async function codeOf(...connects: readonly ((socket: Socket) => unknown)[]): Promise<unknown> {
  const socket = new net.Socket()
  const closed = new Promise((resolve) => socket.on('close', resolve))
  const seen: { code?: unknown } = {}
  socket.on('error', (error: NodeJS.ErrnoException) => {
    seen.code = error.code
  })
  for (const connect of connects) connect(socket)
  await closed
  return seen.code
}

// As without the guard: the handle is busy.
test.each([
  ['that connects to a server of the test and to a blocked one', [own, blocked]],
  ['that connects to a blocked server and to one of the test', [blocked, own]],
  ['that connects to a blocked server twice', [blocked, blocked]],
])('a socket %s fails with EALREADY, and the blocked attempt is recorded', async (_, connects) => {
  const { violations, ...rest } = await observeEgress(() => codeOf(...connects))

  expect(rest).toMatchObject({ value: 'EALREADY' })
  expect(violations).toMatchObject([{ host: '192.0.2.1' }])
})

test('a socket that is connected fails with EISCONN, and the blocked attempt is recorded', async () => {
  const { violations, ...rest } = await observeEgress(() =>
    codeOf((socket) => {
      own(socket)
      socket.on('connect', () => blocked(socket))
    }),
  )

  expect(rest).toMatchObject({ value: 'EISCONN' })
  expect(violations).toMatchObject([{ host: '192.0.2.1' }])
})
