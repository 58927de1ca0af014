import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../..', import.meta.url)
const costly =
  /^NativeModule (?:_?https?\b|net$|dns$|dgram$|tls$|http2$|stream$|worker_threads$|child_process$|crypto$|internal\/process\/report$)|^Internal Binding (?:\w+_wrap|js_stream|spawn_sync|zlib)$/
const always = /^Internal Binding (?:async|module|task|messaging)_wrap$/

test.each([
  ["import { installGuard } from '@agentguard/core'; installGuard()", 'module'],
  ["require('@agentguard/core').installGuard()", 'commonjs'],
  ["import { checkOptions } from '@agentguard/core/internal'; checkOptions({}, 'here')", 'module'],
  ["require('@agentguard/core/register')", 'commonjs'],
  ["import { parseReportOptions } from '@agentguard/core/internal/reporter'; parseReportOptions({}, 'here')", 'module'],
])('the guard loads no module of Node that costs more than itself: %s', (program, type) => {
  expect(loadedBy(program, type).filter((name) => costly.test(name) && !always.test(name))).toEqual([])
})

test('start-up checks load nothing that the program has not loaded', () => {
  const program = "for (const name of ['net', 'dgram', 'http', 'http2']) require(name)"

  const guarded = loadedBy(`${program}; require('@agentguard/core').installGuard()`, 'commonjs')

  expect(loadedBy(program, 'commonjs')).toContain('NativeModule http2')
  expect(guarded).not.toContain('NativeModule dns')
})

function loadedBy(program: string, type: string): readonly string[] {
  const script = `${program}; console.log(JSON.stringify(process.moduleLoadList))`
  const args = [`--input-type=${type}`, '--eval', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' })) as string[]
}
