import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../..', import.meta.url)

test.each(['--pending-deprecation', '--throw-deprecation'])('register causes no warning under %s', (flag) => {
  const flags = ['--pending-deprecation', flag, '--require', '@agentguard/core/register']
  const script =
    "require('node:http'); require('node:child_process'); console.log(Object.hasOwn(process, 'noDeprecation'))"
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--eval', script], {
    cwd: packageRoot,
    encoding: 'utf8',
  })

  expect({ stdout, stderr }).toEqual({ stdout: 'false\n', stderr: '' })
})

test.each(['--require', '--import'])('register loads as a preload through %s', (flag) => {
  const program = ['--input-type=module', '--eval', "console.log('ran')"]

  const output = execFileSync(process.execPath, [flag, '@agentguard/core/register', ...program], {
    cwd: packageRoot,
    encoding: 'utf8',
  })

  expect(output).toBe('ran\n')
})
