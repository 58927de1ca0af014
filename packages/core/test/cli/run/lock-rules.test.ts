import { expect, test } from 'vitest'
import { lockRules } from '../../../src/cli/run/lock-rules.ts'

test('lockRules allows what a lock lists, each once, and nothing that it leaves open', () => {
  const destinations = [
    'api.example.com:443',
    '[2001:db8::1]:80',
    'localhost:*',
    'exec:git',
    'unix:/run/postgresql/.s.PGSQL.5432',
    'unix:<temporary folder>/*',
    'addon:koffi',
  ].map((destination) => ({ destination, rules: ['*.example.com'], packages: [] }))
  const files = ['a.test.ts', 'b.test.ts'].map((file) => ({ file, destinations }))

  expect(lockRules({ files })).toEqual([
    'api.example.com:443',
    '[2001:db8::1]:80',
    'localhost',
    'exec:git',
    'unix:/run/postgresql/.s.PGSQL.5432',
  ])
})
