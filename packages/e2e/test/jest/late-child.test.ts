import { describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './run-jest.ts'

const files = {
  'a.test.js': `const { spawn } = require('node:child_process')
const text = \`
  process.on('exit', () => require('node:fs').writeFileSync('done', ''))
  setTimeout(() => require('node:net').connect(443, '192.0.2.90').on('error', () => {}), 1000)
\`
test('leaves a child behind', () => {
  spawn(process.execPath, ['-e', text], { cwd: __dirname, detached: true, stdio: 'ignore' }).unref()
})
`,
  'b.test.js': `const { existsSync } = require('node:fs')
test('goes on until that child has ended', async () => {
  while (!existsSync(__dirname + '/done')) await new Promise((done) => setTimeout(done, 20))
}, 60_000)
`,
  'sort-by-name.cjs': `module.exports = class {
  shard(tests) { return tests }
  sort(tests) { return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1)) }
  allFailedTests(tests) { return tests }
  cacheResults() {}
}
`,
}
const config = { testSequencer: './sort-by-name.cjs', reporters: ['default', 'jest-environment-agentguard/reporter'] }

describe.each(jestMajors)('Jest %i', (major) => {
  test.each(Object.entries(modes))(
    '%s: an attempt of a child long after its test fails the run, by the name of the test',
    async (_, args) => {
      const run = await runJest({ major, files, args, config })

      expect(Object.values(run.tests).map(({ status }) => status)).toEqual(['passed', 'passed'])
      expect(Object.values(run.files).map(({ message }) => message)).toEqual(['', ''])
      expect(run.text).toMatch(/✗ 192\.0\.2\.90:443 +1 attempt by 1 test[^]*a\.test\.js > leaves a child behind/)
      expect(run.code).toBe(1)
    },
  )
})
