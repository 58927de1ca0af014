import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'

function repository(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'agentguard-git-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  execFileSync('git', ['init', '-q'], { cwd })
  return cwd
}

test('a program that the configuration of git names does not run', async () => {
  const cwd = repository()
  writeFileSync(join(cwd, 'watch'), '#!/bin/sh\ntouch ran\n')
  chmodSync(join(cwd, 'watch'), 0o755)
  execFileSync('git', ['config', 'core.fsmonitor', './watch'], { cwd })

  const { violations } = await observeEgress({}, async () => {
    await once(
      spawn('git', ['status'], { cwd, stdio: 'ignore' }).on('error', () => {}),
      'close',
    )
  })

  expect(violations).toMatchObject([{ reason: 'program-not-allowed', program: { file: 'git', foreign: ['git'] } }])
  expect(existsSync(join(cwd, 'ran'))).toBe(false)
})

test('git runs in a plain repository, and a question of the guard to git is not an attempt', async () => {
  const cwd = repository()

  const { attempts } = await observeEgress({}, async () => {
    await once(spawn('git', ['status'], { cwd, stdio: 'ignore' }), 'close')
  })

  expect(attempts).toMatchObject([{ outcome: 'allowed', program: { file: 'git', args: ['status'] } }])
})
