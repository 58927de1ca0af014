import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEntryReader } from '../../../src/evidence/explain/entry-evidence.ts'
import type { Entry } from '../../../src/evidence/record/ledger.ts'
import { writeFiles } from '../stack/write-files.ts'

function read(files: Readonly<Record<string, string>>, frames: readonly string[], other: Partial<Entry> = {}) {
  const root = writeFiles({ 'package.json': manifest('queue', 'other'), ...files })
  const entry: Entry = {
    outcome: 'blocked',
    attempt: { channel: 'tcp', host: 'api.example', port: 443, raw: 'api.example' },
    scope: 'a tool',
    file: join(root, 'tool.test.ts'),
    phase: 'test',
    lateBy: undefined,
    retry: 0,
    redirects: undefined,
    trace: { stack: ['Error', ...frames.map((path) => `    at ${join(root, path)}:3:9`)].join('\n') },
    at: 0,
    count: 1,
    ...other,
  }
  return { root, evidence: createEntryReader(() => false, { readFileSync, realpathSync })(entry) }
}

function manifest(...names: string[]): string {
  return JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) })
}

const tree = {
  'node_modules/queue/package.json': manifest('helper'),
  'node_modules/other/package.json': manifest('helper'),
  'node_modules/helper/package.json': manifest(),
}
const uses = {
  'tool.test.ts': `import { queue } from './queue'`,
  'queue.ts': `import Queue from 'queue'\nexport const queue = new Queue()`,
}

test('an attempt without a project line is attributed to where the project uses the package', () => {
  const { root, evidence } = read({ ...tree, ...uses }, ['node_modules/queue/index.js'])

  expect(evidence).toMatchObject({ from: { file: join(root, 'queue.ts'), line: 2, column: 22 }, fromBy: 'use' })
  expect(evidence.stack).toHaveLength(1)
})

test('a helper is attributed to where the project uses the package that leads to it', () => {
  const { root, evidence } = read({ ...tree, ...uses }, ['node_modules/helper/index.js'])

  expect(evidence.culprit).toMatchObject({ name: 'helper', chain: ['queue', 'helper'], chainBy: 'dependencies' })
  expect(evidence.culprit).not.toHaveProperty('chainOthers')
  expect(evidence.from).toEqual({ file: join(root, 'queue.ts'), line: 2, column: 22 })
})

test.each([
  ['the stack has a line', ['node_modules/queue/index.js', 'src/own.ts'], {}, { from: 'src/own.ts' }],
  ['the policy allows it', ['node_modules/queue/index.js'], { outcome: 'allowed' }, {}],
  ['no test is known', ['node_modules/queue/index.js'], { file: undefined }, {}],
  ['no package is on the stack', [], {}, {}],
] as const)('no use of a package is searched where %s', (_, frames, other, { from }: { from?: string }) => {
  const { root, evidence } = read({ ...tree, ...uses }, frames, other)

  expect([evidence.from?.file, evidence.fromBy]).toEqual([from && join(root, from), undefined])
})
