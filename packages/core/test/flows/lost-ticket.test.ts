import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const dist = join(import.meta.dirname, '../../dist')
const { NODE_OPTIONS: _own, ...env } = process.env

test('a process that a tool has started without the ticket does not run, and names the variable to pass through', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lost-ticket-'))
  // As in the strict mode of Turborepo: it keeps NODE_OPTIONS, and drops variables that it does not know.
  const tool = join(folder, 'strict-tool')
  writeFileSync(tool, `#!/bin/sh\nunset AGENTGUARD_INTERNAL_TICKET\n'${process.execPath}' -e 'console.log("it ran")'\n`)
  chmodSync(tool, 0o755)
  const command = [join(dist, 'agentguard.js'), 'run', '--allow', `exec:${tool}`, '--', tool]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' })
  rmSync(folder, { recursive: true })

  expect(stdout).toBe('')
  expect(stderr).toContain('AGENTGUARD_INTERNAL_TICKET did not reach it')
  expect(stderr).toContain('"globalPassThroughEnv": ["AGENTGUARD_INTERNAL_TICKET"]')
  expect(status).toBe(1)
})

test('the preload that a user names needs no ticket', () => {
  const options = `--require ${join(dist, 'register.cjs')}`
  const { status } = spawnSync(process.execPath, ['-e', '0'], { env: { ...env, NODE_OPTIONS: options } })

  expect(status).toBe(0)
})
