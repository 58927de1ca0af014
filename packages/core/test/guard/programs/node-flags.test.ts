import { expect, test } from 'vitest'
import { goesPastPreload, optionsGoPastPreload } from '../../../src/guard/programs/node-flags.ts'

test.each<[readonly string[], boolean]>([
  [['x.js', '--run'], false],
  [['--no-warnings', 'x.js', '--run'], false],
  [['--', '--run'], false],
  [['-', '--run'], false],
  [['--title=x', 'x.js', '--run'], false],
  [['--run', 'x'], true],
  [['--run=x'], true],
  [['-r', 'x', '--run', 'y'], true],
  [['--import', 'x', '--build-snapshot', 'y'], true],
  [['-e', '0', '--build_snapshot', 'y'], true],
])('goesPastPreload reads the flags of %j up to the script', (args, isPast) => {
  expect(goesPastPreload(args)).toBe(isPast)
})

test.each(['--openssl-config=x', '--openssl_config x', '--no-warnings "--openssl-config=x y"', '--snapshot-blob x'])(
  'NODE_OPTIONS go past the preload as well, unless they were inherited: %s',
  (text) => {
    expect(optionsGoPastPreload({ NODE_OPTIONS: text }, {})).toBe(true)
    expect(optionsGoPastPreload({ NODE_OPTIONS: text }, { NODE_OPTIONS: text })).toBe(false)
  },
)
