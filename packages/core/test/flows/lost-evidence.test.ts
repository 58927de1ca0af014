import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isEgressViolationError, noEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

// Each of these breaks the spool of a process: they share a file, and no process with other tests.
const far = await startFar()
const node = process.execPath
const reach = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {})`
const core = JSON.stringify(join(import.meta.dirname, '../../dist/index.cjs'))

test('a child that cannot write its evidence says so, fails, and fails the call', async () => {
  const lose = `const fs = require('fs'), path = require('path'), os = require('os')
    for (const d of fs.readdirSync(os.tmpdir())) if (d.startsWith('agentguard-${process.pid}-')) fs.rmSync(path.join(os.tmpdir(), d), { recursive: true })
    ${reach}`
  const seen: { child?: ReturnType<typeof spawnSync> } = {}

  const error: unknown = await noEgress(() => {
    seen.child = spawnSync(node, ['-e', lose], { encoding: 'utf8' })
  }).catch((reason: unknown) => reason)

  expect(isEgressViolationError(error) && error.violations).toMatchObject([{ reason: 'cannot-guard' }])
  expect(seen.child).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`cannot report to the test what child process`),
  })
  expect(seen.child?.stderr).toContain(`127.0.0.1:${far.ports.tcp}`)
  expect(await far.take()).toEqual([])
})

/** Runs a script with its own temporary directory, on a disk of 64 KiB that an ordinary user may mount. */
function onTinyDisk(script: string): {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
} {
  const mount = 'mount -t tmpfs -o size=64k tmpfs /mnt && exec "$@"'
  const args = ['-Urm', 'sh', '-c', mount, 'sh', node, '-e', script]
  return spawnSync('unshare', args, { encoding: 'utf8', env: { ...process.env, TMPDIR: '/mnt', NODE_OPTIONS: '' } })
}

const why = onTinyDisk('').status === 0 ? undefined : 'this system mounts no disk in a namespace'
if (why !== undefined) console.warn(`Not tested: ${why}`)

/** Spoils the disk between the start of one child and the next, which attempts something in vain. */
const spoilt = (spoil: string) => `
  const { spawnSync, execFileSync } = require('node:child_process')
  const { appendFileSync } = require('node:fs')
  const { noEgress } = require(${core})
  const fill = () => {
    for (const size of [4096, 64, 1]) {
      try {
        for (;;) appendFileSync('/mnt/filling', Buffer.alloc(size))
      } catch {}
    }
  }
  noEgress({ allow: 'exec:mount' }, () => {
    spawnSync(process.execPath, ['-e', '0'])
    ${spoil}
    const { status, stderr } = spawnSync(process.execPath, ['-e', ${JSON.stringify(reach)}], { encoding: 'utf8' })
    console.log(status, /cannot report to the test what child process/.test(stderr))
  }).catch(({ violations }) => console.log(violations.map(({ reason, rule }) => reason + ': ' + rule).join()))`

describe.skipIf(why !== undefined)('attempts of a child are not lost silently', () => {
  test.each([
    ['is full: the child says so', 'fill()', '1 true', 'could not be written, before all of it was read'],
    [
      'can only be read: the child cannot join, and does not run',
      `execFileSync('mount', ['-o', 'remount,ro', '/mnt'])`,
      '1 false',
      'can no longer be written',
    ],
  ])('where the disk %s, and the call fails', async (_, spoil, child, problem) => {
    const { stdout, stderr } = onTinyDisk(spoilt(spoil))

    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([child, expect.stringMatching(/^cannot-guard: /), ''])
    expect(stdout).toContain(problem)
    expect(await far.take()).toEqual([])
  })

  test('where the disk is full before the first child: that one is refused, with the reason', async () => {
    const { stdout } = onTinyDisk(
      spoilt('').replace('spawnSync(process.execPath', 'fill(); spawnSync(process.execPath'),
    )

    expect(stdout).toMatch(
      /^null false\ncannot-guard: the directory for its evidence cannot be written \(Error: ENOSPC/,
    )
    expect(await far.take()).toEqual([])
  })
})
