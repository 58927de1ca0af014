import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import schema from '../../schema/evidence-1.schema.json' with { type: 'json' }
import { formatEvidenceFile } from '../../src/evidence-file/format-evidence-file.ts'
import { mergeEvidenceFiles } from '../../src/evidence-file/merge-evidence-files.ts'
import { parseEvidenceFile } from '../../src/evidence-file/parse-evidence-file.ts'
import { formatSarif } from '../../src/formats/format-sarif.ts'
import { evidenceFileOf, recordOf } from '../evidence-file/evidence-of-runs.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, '../../docs/reports.md'), 'utf8')
const blocksOf = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code)

const cwd = mkdtempSync(join(tmpdir(), 'agentguard-reports-page-'))
const shards = ['1', '2', '3'].map((id) => evidenceFileOf([recordOf({ run: id })], { id, shard: `${id}/3` }))

beforeAll(() => {
  write('.agentguard/evidence.json', formatEvidenceFile(evidenceFileOf([recordOf()])))
  for (const [index, shard] of shards.entries()) {
    write(`shard-${index + 1}.json`, formatEvidenceFile(shard))
    write(`evidence-${index + 1}/evidence.json`, formatEvidenceFile(shard))
  }
  const command = `exec '${process.execPath}' '${join(root, 'dist/agentguard.js')}' "$@"\n`
  write('bin/npx', `#!/bin/sh\nshift\n${command}`, 0o755)
})

// As they stand on the page, by a shell, one after the other.
const lines = [...blocksOf('sh'), ...blocksOf('yaml')]
  .flatMap((code) => code.split('\n'))
  .map((line) => line.replace(/^\s*- run: /, ''))
  .filter((line) => line.startsWith('npx agentguard '))

test.each(lines)('the page on reports shows a command that works: %s', (line) => {
  const PATH = [join(cwd, 'bin'), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH, GITHUB_STEP_SUMMARY: join(cwd, 'job.md') }
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd, env, encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('the commands of the workflow leave one file of all shards, and a summary', () => {
  expect(lines.length).toBeGreaterThan(7)
  expect(readFileSync(join(cwd, 'evidence.json'), 'utf8')).toBe(formatEvidenceFile(mergeEvidenceFiles(shards)))
  expect(readFileSync(join(cwd, 'job.md'), 'utf8')).toMatch(/^### Egress: 1 destination blocked\n/)
})

test('the page on reports shows evidence that the schema and the reader take', () => {
  const validate = addFormats.default(new Ajv.default()).compile(schema)
  const [example = ''] = blocksOf('json')

  validate(JSON.parse(example))

  expect(validate.errors).toBeNull()
  expect(parseEvidenceFile(example, 'the page').attempts).toHaveLength(1)
})

test('the page on reports shows code that reads evidence', () => {
  const code = blocksOf('ts').find((block) => block.includes('formatSarif('))
  const files = shards.map((_, index) => join(cwd, `shard-${index + 1}.json`))

  // Within the package, its public name is its own.
  const args = ['--input-type=module', '--eval', code ?? '', '--', 'the script', ...files]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })

  expect(stderr).toBe('')
  expect(stdout).toBe(formatSarif(mergeEvidenceFiles(shards)))
})

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true })
  writeFileSync(join(cwd, path), text, { mode })
}
