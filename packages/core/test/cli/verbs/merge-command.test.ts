import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { mergeEvidenceFiles } from '../../../src/run/file/merge-evidence-files.ts'
import { evidenceFileOf, recordOf } from '../../run/file/evidence-of-runs.ts'
import { agentguard } from '../agentguard.ts'

const cwd = mkdtempSync(join(tmpdir(), 'agentguard-merge-test-'))
const shards = ['0a', '0b', '0c'].map((id) => evidenceFileOf([recordOf({ run: id })], { id }))
const names = ['a.json', 'b.json', 'c.json']
for (const [index, name] of names.entries()) {
  const shard = shards[index]
  if (shard) writeFileSync(join(cwd, name), formatEvidenceFile(shard))
}
writeFileSync(join(cwd, 'torn.json'), formatEvidenceFile(evidenceFileOf([recordOf()])).slice(0, -20))
writeFileSync(join(cwd, 'newer.json'), '{"formatVersion":2,"runs":[],"attempts":[]}')
mkdirSync(join(cwd, 'folder'))
const whole = formatEvidenceFile(mergeEvidenceFiles(shards))

test.each([[names], [names.toReversed()], [[...names, 'b.json']]])(
  'agentguard merge %j writes the same bytes',
  (files) => {
    expect(agentguard(['merge', ...files], { cwd })).toEqual({ status: 0, stdout: whole, stderr: '' })
  },
)

test('agentguard merge reads evidence that another program wrote on one line', () => {
  const [first = '', ...others] = names
  const line = JSON.stringify(JSON.parse(readFileSync(join(cwd, first), 'utf8')))
  writeFileSync(join(cwd, 'line.json'), line)

  expect(agentguard(['merge', 'line.json', ...others], { cwd })).toEqual({ status: 0, stdout: whole, stderr: '' })
})

test('agentguard merge writes into a file, even into one of its inputs', () => {
  writeFileSync(join(cwd, 'again.json'), readFileSync(join(cwd, 'a.json')))

  expect(agentguard(['merge', 'again.json', 'b.json', 'c.json', '-o', 'again.json'], { cwd }).status).toBe(0)
  expect(readFileSync(join(cwd, 'again.json'), 'utf8')).toBe(whole)
})

test.each<[string, string]>([
  ['none.json', 'none.json: there is no evidence to read (ENOENT). Name files that exist.'],
  ['folder', 'folder: it is a directory. Name the files in it, such as folder/*.json.'],
  ['torn.json', 'torn.json: the file is damaged: this is not complete JSON'],
  ['newer.json', 'newer.json: its format 2 is newer than 1'],
])('agentguard merge refuses %s, names it, and writes nothing', (file, message) => {
  const { status, stderr } = agentguard(['merge', 'a.json', file, '-o', 'never.json'], { cwd })

  expect(stderr).toContain(message)
  expect(status).toBe(2)
  expect(readdirSync(cwd)).not.toContain('never.json')
})

test('agentguard merge asks for files', () => {
  const { status, stderr } = agentguard(['merge'], { cwd })

  expect(stderr).toContain("agentguard merge: missing required argument 'evidence'")
  expect(status).toBe(2)
})
