import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestFile } from '../../src/internal.ts'
import { connectNatively } from './native/connect-natively.ts'
import { startForeignListener, type ForeignListener } from './native/foreign-listener.ts'

const onLinux = test.runIf(process.platform === 'linux')
const root = fileURLToPath(new URL('../..', import.meta.url))

let listener: ForeignListener
const connect = (): unknown => connectNatively(listener)

beforeAll(async () => {
  listener = await startForeignListener()
})

afterAll(() => listener.stop())

onLinux('a native connection fails the test that made it, or its file where it was made outside the tests', () => {
  const file = openTestFile({ file: fileURLToPath(import.meta.url), rootDir: root, options: {}, where: 'a test' })

  const outside = file.run('beforeAll', connect)
  const [guilty, innocent] = [file.openTest('guilty'), file.openTest('innocent')]
  const inside = guilty.run('test', connect)
  guilty.end()
  innocent.end()
  const counts = [guilty, innocent, file].map((scope) => scope.errors().length)
  file.close()

  expect([outside, inside]).toHaveLength(2)
  expect(counts).toEqual([1, 0, 1])
})

onLinux('the preload reports at exit what native code connected to', async () => {
  const program = `
    const koffi = require('koffi')
    const libc = koffi.load('libc.so.6')
    const address = Buffer.from([2, 0, ${listener.port >> 8}, ${listener.port & 255}, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    const connect = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')
    connect(libc.func('int socket(int domain, int type, int protocol)')(2, 1, 0), address, address.length)`

  const run = promisify(execFile)(process.execPath, ['--require', './dist/register.cjs', '--eval', program], {
    cwd: root,
  })

  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Egress seen: native code to 127.0.0.1:${listener.port} (koffi@`),
  })
})
