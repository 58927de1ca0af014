import { expect, test } from 'vitest'
import { brokenTests, readTap } from '../../../scripts/read-tap.ts'

const nested = `TAP version 13
# Subtest: a file
    # Subtest: sends
    ok 1 - sends
      ---
      duration_ms: 1.2
      ...
    # Subtest: fails
    not ok 2 - fails
    ok 3 - later # SKIP
    1..3
not ok 1 - a file
1..1
`

test('readTap names a test with the tests around it', () => {
  expect([...readTap(nested)]).toEqual([
    ['a file > sends', 'pass'],
    ['a file > fails', 'fail'],
    ['a file', 'fail'],
  ])
})

test('readTap reads flat reports, and a test that ran twice has to pass twice', () => {
  expect([...readTap('1..3\nok 1 WebSocket opens\nnot ok 2 WebSocket closes\nok 3 WebSocket closes\n')]).toEqual([
    ['WebSocket opens', 'pass'],
    ['WebSocket closes', 'fail'],
  ])
})

test('brokenTests lists tests that pass in the first run and not in the second', () => {
  const bare = readTap('ok 1 a\nok 2 b\nnot ok 3 c\nok 4 d\n')
  expect(brokenTests(bare, readTap('ok 1 a\nnot ok 2 b\nnot ok 3 c\n'))).toEqual(['b', 'd'])
})
