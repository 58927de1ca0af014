import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../..', import.meta.url)

test.each(['--require', '--import'])('register loads as a preload through %s', (flag) => {
  const program = ['--input-type=module', '--eval', "console.log('ran')"]

  const output = execFileSync(process.execPath, [flag, '@agentguard/core/register', ...program], {
    cwd: packageRoot,
    encoding: 'utf8',
  })

  expect(output).toBe('ran\n')
})
