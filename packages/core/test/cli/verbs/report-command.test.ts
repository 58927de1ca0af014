import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { mergeEvidenceFiles } from '../../../src/run/file/merge-evidence-files.ts'
import { formatAnnotations } from '../../../src/run/formats/format-annotations.ts'
import { formatSarif } from '../../../src/run/formats/format-sarif.ts'
import { formatStepSummary } from '../../../src/run/formats/format-step-summary.ts'
import { evidenceFileOf, recordOf } from '../../run/file/evidence-of-runs.ts'
import { agentguard } from '../agentguard.ts'

const cwd = mkdtempSync(join(tmpdir(), 'agentguard-report-test-'))
const [first, second] = ['0a', '0b'].map((id) => evidenceFileOf([recordOf({ run: id })], { id }))
const both = mergeEvidenceFiles([first, second].filter((file) => file !== undefined))
const report = (...args: readonly string[]) =>
  agentguard(['report', ...args], { cwd, env: { GITHUB_STEP_SUMMARY: '' } })

beforeAll(() => {
  mkdirSync(join(cwd, '.agentguard'))
  if (first) writeFileSync(join(cwd, '.agentguard/evidence.json'), formatEvidenceFile(first))
  if (second) writeFileSync(join(cwd, 'second.json'), formatEvidenceFile(second))
  writeFileSync(join(cwd, 'quiet.json'), formatEvidenceFile(evidenceFileOf([])))
})

test('agentguard report reads the last run where no file is named', () => {
  const { status, stdout, stderr } = report()

  expect(stdout).toMatch(/^Egress {2}1 destination blocked\n/)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('agentguard report says that there is nothing to report', () => {
  expect(report('quiet.json').stdout).toBe('Nothing was blocked, or seen in mode audit.\n')
})

test('agentguard report joins files and writes each requested format', () => {
  const paths = ['.agentguard/evidence.json', 'second.json']
  const flags = [
    '--html',
    'out/egress.html',
    '--sarif',
    'out/egress.sarif',
    '--json',
    'out/egress.json',
    '--markdown',
    '-',
  ]

  const { status, stdout, stderr } = report(...paths, ...flags)

  expect(readdirSync(join(cwd, 'out')).toSorted()).toEqual(['egress.html', 'egress.json', 'egress.sarif'])
  expect(readFileSync(join(cwd, 'out/egress.json'), 'utf8')).toBe(formatEvidenceFile(both))
  expect(readFileSync(join(cwd, 'out/egress.sarif'), 'utf8')).toBe(formatSarif(both))
  expect(readFileSync(join(cwd, 'out/egress.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: formatStepSummary(both), stderr: '' })
})

test('agentguard report --github prints annotations, and adds to the summary of the job', () => {
  const summary = join(cwd, 'summary.md')
  writeFileSync(summary, 'before\n')

  const { stdout } = agentguard(['report', 'second.json', '--github'], { cwd, env: { GITHUB_STEP_SUMMARY: summary } })

  expect(stdout).toBe(formatAnnotations(second ?? both))
  expect(readFileSync(summary, 'utf8')).toBe(`before\n${formatStepSummary(second ?? both)}`)
})

test('agentguard report --github says where the summary of the job cannot be written', () => {
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'none/summary.md') }
  const { status, stderr } = agentguard(['report', 'second.json', '--github'], { cwd, env })

  expect(stderr).toContain('summary.md: the summary of the job cannot be written')
  expect(status).toBe(2)
})

test.each<[string, readonly string[], string]>([
  ['two formats on stdout', ['--json', '-', '--github'], '--json and --github would write to stdout together'],
  ['two formats in one file', ['--json', 'x', '--sarif', './x'], '--json and --sarif would write to one file together'],
  ['a format that there is not', ['--sarf', 'x'], "unknown option '--sarf'. Did you mean '--sarif'?"],
  ['a file that is not there', ['none.json'], 'none.json: there is no evidence to read (ENOENT)'],
  ['a format without its file', ['--sarif'], "option '--sarif <file>' argument missing"],
  ['a place that cannot be written', ['--sarif', 'quiet.json/x'], 'quiet.json/x: it cannot be written'],
])('agentguard report refuses %s', (_, args, message) => {
  const { status, stdout, stderr } = report(...args)

  expect(stderr).toContain(message)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
})

test('agentguard report --html says what the lock does not list, and where lines open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-report-page-'))
  mkdirSync(join(folder, '.agentguard'))
  if (first) writeFileSync(join(folder, '.agentguard/evidence.json'), formatEvidenceFile(first))
  const page = (...args: readonly string[]): string => {
    const { status, stderr } = agentguard(['report', '--html', 'page.html', ...args], { cwd: folder })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return readFileSync(join(folder, 'page.html'), 'utf8')
  }
  const without = page()
  writeFileSync(join(folder, 'egress.lock.json'), '{ "lockfileVersion": 1, "files": {} }')

  expect(without).not.toContain('"isNew"')
  expect(page()).toContain('"isNew"')
  expect(page('--lock', 'egress.lock.json', '--editor', 'vscode')).toContain(
    `vscode://file${folder}/{path}:{line}:{column}`,
  )
})

test('agentguard report refuses --lock and --editor without a page, and a file that is not a lock', () => {
  expect(report('--editor', 'vscode')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--lock and --editor need --html. Add --html <file>, or leave them out.'),
  })
  expect(report('--html', 'out/page.html', '--lock', 'second.json')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('second.json: '),
  })
  expect(report('--html', 'out/page.html', '--editor', 'ed').stderr).toContain('Allowed choices are vscode, cursor')
})
