import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evidenceFileOf } from '../../run/file/evidence-of-runs.ts'
import { agentguard } from '../agentguard.ts'

const cwd = mkdtempSync(join(tmpdir(), 'agentguard-explain-'))
writeFileSync(join(cwd, 'a.test.js'), '// @agentguard allow=preset:npm-registry,b.com:443 deny=c.com\n')
writeFileSync(join(cwd, 'policy.json'), '{"allow":["https://a.com/v1/*"],"loopback":"any"}')

const explain = (...args: readonly string[]) => agentguard(['explain', ...args], { cwd })

test('agentguard explain shows what decided, and what is known about the destination', () => {
  expect(explain('POST https://us.i.posthog.com/batch/', '--config', 'policy.json')).toEqual({
    status: 1,
    stderr: '',
    stdout: `Blocked: POST https://us.i.posthog.com/batch/
  because  Everything else is blocked
  reason   probably product analytics of PostHog
  quiet    give its client the option disabled: true (https://unpkg.com/@posthog/core@1.67.3/dist/types.d.ts)
  allow    // @agentguard allow=us.i.posthog.com
  asked    policy.json
`,
  })
})

test.each<[string, readonly string[], number, readonly string[]]>([
  ['a rule of the config', ['https://a.com/v1/x'], 0, ['rule     https://a.com/v1/*', 'from     allow in policy.json']],
  [
    'a request that no rule covers',
    ['https://a.com/v2'],
    1,
    ['because  A request that fits no rule for its allowed host is blocked'],
  ],
  ['an option of the config', ['localhost:5432'], 0, ['rule     loopback: any', 'from     policy.json']],
  [
    'a preset of the file',
    ['registry.npmjs.org', '--file', 'a.test.js'],
    0,
    ['rule     preset:npm-registry (registry.npmjs.org)', 'from     allow in a.test.js'],
  ],
  [
    'a deny rule of the file',
    ['c.com', '--file', 'a.test.js', '--allow', 'c.com'],
    1,
    ['rule     c.com', 'from     deny in a.test.js', 'reason   denied by c.com'],
  ],
  [
    'a program that cannot reach out',
    ['exec:ls', '--loopback', 'own'],
    0,
    ['Allowed: start of ls', 'subprocess: guard'],
  ],
  ['Node, which is guarded', ['exec:node', '--loopback', 'own'], 0, ['Allowed: start of node', 'subprocess: guard']],
  ['a program that might, by its arguments', ['exec:git', '--loopback', 'own'], 1, ['Blocked: start of git']],
  ['a program', ['exec:curl'], 1, ['Blocked: start of curl', 'allow    // @agentguard allow=exec:curl']],
  ['audit', ['x.com', '--mode', 'audit'], 0, ['Let through and recorded (mode: audit): connect x.com:443']],
])('agentguard explain knows %s', (_, args, code, rows) => {
  const { status, stdout, stderr } = explain(...args, '--config', 'policy.json')

  expect({ status, stderr }).toEqual({ status: code, stderr: '' })
  for (const row of rows) expect(stdout).toContain(row)
})

test.each<[readonly string[], string]>([
  [[], "missing required argument 'destination'"],
  [['a.com'], 'package.json: it cannot be read'],
  [
    ['a.com', '--file', 'none.test.js', '--allow', 'a.com'],
    'none.test.js: it cannot be read (ENOENT). Name a test file.',
  ],
  [['a.com', '--file', '.', '--allow', 'a.com'], '.: it cannot be read (EISDIR). Name a test file.'],
  [['a.com', '--runner', 'vitest'], 'the config of Vitest cannot be read (Vitest is not installed here)'],
  [['a.com', '--allow', '*'], "'*' would match everything"],
])('agentguard explain %j is wrong use', (args, message) => {
  const { status, stderr } = explain(...args)

  expect(status).toBe(2)
  expect(stderr).toContain(message)
})

test('agentguard explain --file says that a file runs without the guard', () => {
  writeFileSync(join(cwd, 'jsdom.test.js'), '/**\n * @jest-environment jsdom\n */\n')
  writeFileSync(join(cwd, 'own.test.js'), '/** @jest-environment ./guarded-jsdom.js */\n')

  expect(explain('a.com', '--file', 'jsdom.test.js', '--config', 'policy.json')).toEqual({
    status: 1,
    stderr: '',
    stdout: 'Unguarded: jsdom.test.js may reach anything\n  because  its @jest-environment jsdom replaces the guard\n',
  })
  expect(explain('a.com', '--file', 'own.test.js', '--config', 'policy.json').stdout).toMatch(/^Allowed: /)
})

test.each([
  ['a config', ['--config', 'off.json'], 'off.json'],
  ['a flag', ['--mode', 'off'], 'the flags'],
  ['a docblock', ['--config', 'policy.json'], 'off.test.js'],
])('agentguard explain --file says that mode: off of %s leaves a file without the guard', (_, flags, setter) => {
  writeFileSync(join(cwd, 'off.json'), '{"mode":"off"}')
  writeFileSync(join(cwd, 'on.test.js'), '')
  writeFileSync(join(cwd, 'off.test.js'), '// @agentguard mode=off\n')
  const file = setter.endsWith('.js') ? setter : 'on.test.js'

  expect(explain('a.com', '--file', file, ...flags)).toEqual({
    status: 1,
    stderr: '',
    stdout: `Unguarded: ${file} may reach anything\n  because  mode: off in ${setter}\n`,
  })
})

test('agentguard explain --file says that a file ran without the guard in the last run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-explain-'))
  mkdirSync(join(folder, 'src/.agentguard'), { recursive: true })
  writeFileSync(join(folder, 'src/a.test.js'), '')
  writeFileSync(join(folder, 'src/b.test.js'), '')
  const testFiles = [
    { file: 'a.test.js', tests: 1, whole: false, unguarded: 'absent' },
    { file: 'b.test.js', tests: 1, whole: true },
  ] as const
  const evidence = evidenceFileOf([], { testFiles })
  writeFileSync(join(folder, 'src/.agentguard/evidence.json'), JSON.stringify(evidence))
  const explained = (file: string) =>
    agentguard(['explain', 'a.com', '--file', file, '--allow', 'a.com'], { cwd: folder })

  expect(explained('src/a.test.js')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(
      'because  it ran without the guard in the last run (src/.agentguard/evidence.json)',
    ) as string,
  })
  expect(explained('src/b.test.js')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Allowed: /) as string })
})

test('agentguard explain says what to write where Node loads no TypeScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-explain-'))
  writeFileSync(join(folder, 'agentguard.config.ts'), 'export default { allow: [] as string[] }')
  const NODE_OPTIONS = '--no-experimental-strip-types'

  const { status, stderr } = agentguard(['explain', 'a.com'], { cwd: folder, env: { NODE_OPTIONS } })
  expect(stderr).toMatch(
    /agentguard\.config\.ts: Node \S+ cannot load TypeScript\. Write agentguard\.config\.mjs or agentguard\.config\.json, or use Node 22\.18/,
  )
  expect(status).toBe(2)
})

test('agentguard explain applies the nearest config, its options for a file and the flags', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-explain-'))
  mkdirSync(join(folder, 'tools'))
  writeFileSync(join(folder, 'tools/a.test.js'), '')
  writeFileSync(join(folder, 'agentguard.config.json'), '{"allow":["a.com"],"files":{"tools/**":{"allow":["b.com"]}}}')
  const explained = (...args: readonly string[]) => agentguard(['explain', ...args], { cwd: folder })

  expect(explained('a.com')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('from     allow in agentguard.config.json\n') as string,
  })
  expect(explained('b.com').status).toBe(1)
  expect(explained('b.com', '--file', 'tools/a.test.js').stdout).toContain(
    "from     allow in files['tools/**'] in agentguard.config.json\n",
  )
  expect(explained('c.com', '--allow', 'c.com').stdout).toContain('asked    agentguard.config.json, the flags\n')
  expect(explained('a.com', '--deny', 'a.com').status).toBe(1)
})
