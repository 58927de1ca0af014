import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import koffi from 'koffi'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { connectNatively, type NativeConnection } from './native/connect-natively.ts'
import { findProblem, violationsOf } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()

/** Node, without the guard: writes to a descriptor, and prints the outcome. */
const write = (descriptor: number): readonly [string, string[]] => {
  const text = `try { require('fs').writeSync(${descriptor}, 'leak\\n'); console.log('written') } catch ({ code }) { console.log(code) }`
  return ['env', ['-u', 'NODE_OPTIONS', process.execPath, '-e', text]]
}

describe.skipIf(why !== undefined)('a socket that native code leaves open for programs', { timeout: 60_000 }, () => {
  let connection: NativeConnection
  beforeAll(() => {
    // The C library sets no flag that closes it.
    connection = connectNatively({ port: far.ports.tcp })
  })
  afterAll(() => connection.close())

  test('leads past the namespace where it is inherited', async () => {
    const { stdout } = spawnSync(...write(connection.descriptor), { encoding: 'utf8' })

    expect(stdout).toBe('written\n')
    const arrived: string[] = []
    const arrivals = async (): Promise<readonly string[]> => {
      arrived.push(...(await far.take()))
      return arrived
    }
    await expect.poll(arrivals).toEqual(['tcp connection', 'tcp data leak'])
  })

  test.each<readonly [string, object]>([
    ['pipes', {}],
    ['its own stdio', { stdio: ['ignore', 'pipe'] }],
    ['more of these', { stdio: ['ignore', 'pipe', 'ignore', 'ignore', 'pipe'] }],
    ['a place for it that is empty', { stdio: ['ignore', 'pipe', ...Array<string>(60).fill('ignore')] }],
  ])('is not inherited by a program behind the gateway: %s', async (_, options) => {
    const [file, args] = write(connection.descriptor)
    const seen: unknown[] = []
    const streams: unknown[] = []
    const violations = await violationsOf(async () => {
      const { stdout, output } = spawnSync(file, args, { ...options, encoding: 'utf8' })
      const child: ChildProcess = spawn(file, args, options)
      const text = once(child.stdout ?? child, 'data')
      await once(child, 'close')
      seen.push(stdout, String(await text))
      streams.push(output.length, child.stdio.length)
    })
    const { stdio = [1, 2, 3] } = options as { readonly stdio?: readonly unknown[] }

    expect(seen).toEqual(['written\n', 'written\n'])
    expect(streams).toEqual([Math.max(3, stdio.length), Math.max(3, stdio.length)])
    expect(violations).toEqual([])
    expect(await far.take()).toEqual([])
  })

  test('is distinguished from a file that programs inherit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-descriptors-'))
    const path = join(folder, 'file')
    const file = openSync(path, 'a')
    const copy = Number(koffi.load('libc.so.6').func('int dup(int descriptor)')(file))
    await violationsOf(() => spawnSync(...write(copy)))
    const text = readFileSync(path, 'utf8')
    for (const one of [file, copy]) closeSync(one)
    rmSync(folder, { recursive: true, force: true })

    expect(text).toBe('leak\n')
  })
})

/** Node, without the guard: writes to each socket that it has inherited, from the descriptor `first` on. */
const writeToSockets = (first: number): readonly [string, string[]] => {
  const text = `
    const { fstatSync, writeSync } = require('fs')
    for (let one = ${first}; one < 99; one++) try { if (fstatSync(one).isSocket()) writeSync(one, 'leak\\n') } catch {}`
  return ['env', ['-u', 'NODE_OPTIONS', process.execPath, '-e', text]]
}

/** The limits that docs/limits.md lists. */
describe.skipIf(why !== undefined)('a socket that leads past the namespace', { timeout: 60_000 }, () => {
  const arrivals = async (): Promise<string> => {
    arrived.push(...(await far.take()))
    return arrived.join()
  }
  const arrived: string[] = []
  beforeEach(() => void arrived.splice(0))

  test('is one that native code opens after the guard has listed the descriptors', async () => {
    const opened: NativeConnection[] = []
    // Node reads the number of a stream when the guard has finished.
    const late = {
      get fd() {
        opened.push(connectNatively({ port: far.ports.tcp }))
        return 2
      },
    }
    await observeEgress({ subprocess: 'isolate' }, async () => {
      const child = spawn(...writeToSockets(3), { stdio: ['ignore', 'ignore', late as never] })
      await once(child, 'close')
    })
    for (const one of opened) one.close()

    await expect.poll(arrivals).toContain('tcp data leak')
  })

  test('is one that agentguard run --isolate has as a standard stream', async () => {
    const agentguard = join(import.meta.dirname, '../../dist/agentguard.js')
    const socket = net.connect(far.ports.tcp, '127.0.0.1')
    await once(socket, 'connect')
    const [file, args] = writeToSockets(0)
    const child = spawn(process.execPath, [agentguard, 'run', '--isolate', '--', file, ...args], {
      stdio: [socket, 'ignore', 'ignore'],
    })
    await once(child, 'close')
    socket.destroy()

    await expect.poll(arrivals).toContain('tcp data leak')
  })
})
