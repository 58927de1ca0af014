// Fails on purpose: importing the tool is enough. The import belongs to no test, so the file fails.
import { afterAll, expect, test } from 'vitest'
import { close, discover } from '../src/tools/discover.ts'

afterAll(close)

test('discover finds nothing yet', () => {
  expect(discover()).toEqual([])
})
