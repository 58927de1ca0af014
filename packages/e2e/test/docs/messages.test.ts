import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMessages } from './read-messages.ts'
import { workspace } from './read-page.ts'

test('the page on troubleshooting lists every message of the published packages, and no other', () => {
  const page = readFileSync(join(workspace, 'docs/troubleshooting.md'), 'utf8')
  const rows = page.matchAll(/^\| (?:``\s?(.*?)\s?``|`(.*?)`) +\|/gm)
  const listed = [...rows].map(([, withTicks, plain]) => (withTicks ?? plain ?? '').replaceAll(String.raw`\|`, '|'))

  expect(listed.length).toBeGreaterThan(100)
  expect(listed.toSorted()).toEqual([...new Set(readMessages())].toSorted())
})
