import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { vitestMajors, withFixture } from './run-vitest.ts'

const tsc = join(import.meta.dirname, '../../../../node_modules/typescript7/bin/tsc')

const source = `
import { agentguard } from '@agentguard/vitest'
import { expect, test } from 'vitest'
import { defineConfig } from 'vitest/config'

defineConfig({ plugins: [agentguard({ allow: ['api.example.com', /x/], mode: 'audit' })] })
// @ts-expect-error There is no such option.
agentguard({ alow: [] })

test('a tool', async ({ task, expect: own }) => {
  await expect(() => 1).not.toEgress()
  await expect(() => 1).not.toEgress('api.example.com')
  await own(() => 1).not.toEgress(['api.example.com', /x/, ({ host }) => host === 'a'])
  await expect.soft(() => 1).toEgressTo('api.example.com')
  // @ts-expect-error A number is no rule.
  await expect(() => 1).not.toEgress(443)
  // @ts-expect-error A rule has to be named.
  await expect(() => 1).toEgressTo()
  const host: string | undefined = task.meta.agentguard?.attempts[0]?.host
  expect(host).toBeUndefined()
})
`

test.each(vitestMajors)('the matcher, the options and the meta are typed with Vitest %s', async (major) => {
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023']
  const output = await withFixture({ major, files: { 'typed.ts': source } }, async (cwd) => {
    const run = promisify(execFile)(process.execPath, [tsc, ...options, '--ignoreConfig', 'typed.ts'], { cwd })
    return run.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    )
  })

  expect(output).toBe('')
})
