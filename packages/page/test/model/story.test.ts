import { expect, test } from 'vitest'
import { createStory } from '../../src/model/story.ts'
import { culpritOf, entriesOf } from '../page-evidence-of.ts'

const frame = { file: 'src/model.ts', line: 8, column: 3, function: 'load' }
const hop = { host: 'cdn.example', port: 443, url: 'https://cdn.example/x', redirects: ['https://hub.example/x'] }

const entries = entriesOf(
  {
    ...hop,
    test: 'one',
    culprit: culpritOf('hub', '2.0.0'),
    from: frame,
    address: '203.0.113.7',
    names: ['cdn.example'],
    count: 2,
  },
  {
    ...hop,
    test: 'two',
    culprit: culpritOf('hub', '1.0.0'),
    from: frame,
    phase: 'late',
    lateBy: 31,
    proxy: 'proxy.example:3128',
  },
  { ...hop, outcome: 'allowed', rule: '*.example', process: 'child process 1: node x.js' },
  { host: 'other.example', port: 443 },
)

test('createStory shows what reached a destination, from where, how and when', () => {
  expect(createStory(entries, 'cdn.example:443')).toMatchObject({
    total: 4,
    tally: { blocked: 3, audited: 0, muted: 0, allowed: 1 },
    tests: 3,
    files: 1,
    packages: [
      { value: 'hub@2.0.0', count: 2 },
      { value: 'hub@1.0.0', count: 1 },
      { value: 'unknown code', count: 1 },
    ],
    lines: [{ value: 'src/model.ts:8:3  load', count: 3 }],
    phases: [
      { value: 'test', count: 3 },
      { value: 'late', count: 1 },
    ],
    addresses: [{ value: '203.0.113.7', count: 2 }],
    names: [{ value: 'cdn.example', count: 2 }],
    proxies: [{ value: 'proxy.example:3128', count: 1 }],
    processes: [{ value: 'child process 1: node x.js', count: 1 }],
    redirects: [{ value: 'https://hub.example/x → https://cdn.example/x', count: 4 }],
    rules: [{ value: '*.example', count: 1 }],
    reasons: [{ value: 'no rule allows it', count: 3 }],
    allow: [{ value: '// @agentguard allow=cdn.example', count: 3 }],
  })
})

test('createStory returns nothing for a destination without attempts', () => {
  expect(createStory(entries, 'nowhere.example')).toBeUndefined()
})

test('createStory says how to turn off a known sender', () => {
  const posthog = { host: 'us.i.posthog.com', port: 443, culprit: culpritOf('posthog-node', '5.9.2') }
  const story = createStory(entriesOf({ ...posthog, reason: 'not-allowed' }), 'us.i.posthog.com:443')

  expect(story?.reasons[0]?.value).toMatch(/^no rule allows it; probably /)
  expect(story?.quiet).toEqual([{ value: expect.any(String), count: 1 }])
})

test('createStory names the package that the project chose, with the chain to the one that called', () => {
  const culprit = { ...culpritOf('quiet-retry', '1.0.0'), chain: ['unleash@6.9.0', 'quiet-retry'] }
  const helped = entriesOf({ ...hop, culprit })

  expect(helped.map((entry) => entry.package)).toEqual(['unleash'])
  expect(createStory(helped, 'cdn.example:443')?.packages).toEqual([{ value: 'unleash@6.9.0 › quiet-retry', count: 1 }])
})
