import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-builtins-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const curl = `curl -s http://127.0.0.1:${far.ports.http}/`
const inIndex = `'a[$(${curl})]'`
writeFileSync(join(folder, 'file'), '1\n')
writeFileSync(join(folder, 'grep'), `#!/bin/sh\nexec ${curl}\n`)
chmodSync(join(folder, 'grep'), 0o755)

test.each([
  `read ${inIndex} < file`,
  `printf -v ${inIndex} x`,
  `test -v ${inIndex}`,
  `[[ -v ${inIndex} ]]`,
  `unset ${inIndex}`,
  `let ${inIndex}`,
  `declare -i b=${inIndex}`,
  `export -n ${inIndex}`,
  `mapfile -C '${curl};:' -c 1 b < file`,
  `trap '${curl}' EXIT`,
  `RANDOM=${inIndex}`,
  `PS4='$(${curl})'; set -x; ls`,
  `set -k; node -e 'require("net").connect(${far.ports.tcp}, "127.0.0.1").on("error", () => {})' NODE_OPTIONS=`,
  `egrep x file`,
])('bash does not start when a builtin or a script in it would start a program: %s', async (text) => {
  const { violations } = await observeEgress(() =>
    spawnSync('/bin/bash', ['-c', text], {
      cwd: folder,
      env: text.startsWith('egrep') ? { PATH: `${folder}:${process.env['PATH']}` } : { PATH: process.env['PATH'] },
    }),
  )

  expect(await far.take()).toEqual([])
  expect(violations).toMatchObject([{ reason: 'program-not-allowed' }])
})
