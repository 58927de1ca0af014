import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../..', import.meta.url)
const costly =
  /^NativeModule (?:_?https?\b|net$|dns$|dgram$|tls$|http2$|stream$|worker_threads$|child_process$|crypto$)/

test.each([
  ["import { installGuard } from '@agentguard/core'; installGuard()", 'module'],
  ["require('@agentguard/core').installGuard()", 'commonjs'],
  ["import { checkOptions } from '@agentguard/core/session'; checkOptions({}, 'here')", 'module'],
  ["require('@agentguard/core/register')", 'commonjs'],
])('no module of Node that costs more than the guard is loaded for it: %s', (program, type) => {
  const script = `${program}; console.log(JSON.stringify(process.moduleLoadList))`

  const output = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', script], {
    cwd: packageRoot,
    encoding: 'utf8',
  })

  expect((JSON.parse(output) as string[]).filter((name) => costly.test(name))).toEqual([])
})
