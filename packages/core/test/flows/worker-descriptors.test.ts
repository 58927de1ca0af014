import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const register = join(import.meta.dirname, '../../dist/register.cjs')

/** Prints how a worker ends for each number of free descriptors, from none on. */
const program = `
  const { closeSync, openSync } = require('node:fs')
  const { Worker } = require('node:worker_threads')
  const open = []
  try { for (;;) open.push(openSync('/dev/null')) } catch {}
  const start = () => new Promise((done) => new Worker('0', { eval: true }).on('error', ({ code }) => done(code)).on('exit', done))
  const codes = new Set()
  ;(async () => {
    for (let free = 0; free < 16; free++) {
      codes.add(await start())
      closeSync(open.pop())
    }
    console.log([...codes].join(' '))
  })()`

function endsOfWorkers(flags: string): string {
  const command = `ulimit -n 64; "$0" ${flags} -e "$1"`
  const env = { ...process.env, AGENTGUARD_MODE: 'audit' }
  return execFileSync('/bin/sh', ['-c', command, process.execPath, program], { encoding: 'utf8', env }).trim()
}

test.skipIf(process.platform === 'win32')(
  'a worker without descriptors for its preload ends with an error of the preload',
  () => {
    expect(endsOfWorkers('')).toBe('ERR_WORKER_INIT_FAILED 0')
    expect(endsOfWorkers(`--require "${register}"`)).toMatch(
      /^ERR_WORKER_INIT_FAILED (?:ERR_INVALID_PACKAGE_CONFIG|EMFILE) 0$/,
    )
  },
)
