import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isolationProblem, isolationWays } from '../../../src/guard/isolation/find-isolation.ts'
import { readTries } from '../../../src/guard/isolation/read-tries.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-isolation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Root has a shorter way than ordinary users, and bubblewrap may not be installed: each is tested where it is.
const ways = isolationWays()
const names = ['unshare', 'unshare with a user namespace', 'bubblewrap']

describe.each(names)('a namespace by %s', (name) => {
  const way = ways.find((one) => one.name === name)
  const why = way ? isolationProblem(way) : 'it is not installed, or not for this user'
  if (why !== undefined) console.warn(`Not tested: a namespace by ${name}: ${why}`)
  const [file = '', ...args] = way?.before(join(folder, name)) ?? []
  const node = (text: string) => [...args, process.execPath, '-e', text]

  test.skipIf(why !== undefined)('keeps the program in, its user and exit code, and tells what it tried', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const text = `
      const connect = (...to) => new Promise((done) => require('net').connect(...to).on('connect', () => done('reached')).on('error', ({ code }) => done(code)))
      const own = require('net').createServer().listen(0, '127.0.0.1', async () => {
        const seen = [await connect(own.address().port), await connect(${port}, '127.0.0.1'), await connect(80, '192.0.2.1')]
        console.log(seen.join(), process.getuid())
        process.exit(3)
      })`
    const { status, stdout } = spawnSync(file, node(text), { encoding: 'utf8' })
    server.close()

    expect({ status, stdout }).toEqual({
      status: 3,
      stdout: `reached,ECONNREFUSED,ENETUNREACH ${process.getuid?.()}\n`,
    })
    const tries = readTries(join(folder, name))
    expect(tries.count).toBeGreaterThan(0)
  })

  test.skipIf(why !== undefined)('ends with its starter: by a signal of its own, or by force', async () => {
    const text = `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1e6); console.log('up')`
    const child = spawn(file, node(text))
    await once(child.stdout, 'data')
    const closed = once(child.stdout, 'close')
    child.kill('SIGTERM')

    expect(await once(child, 'exit')).toEqual(name === 'bubblewrap' ? [null, 'SIGTERM'] : [9, null])
    // A program that was left behind would keep its end of the pipe open.
    await closed
  })
})
