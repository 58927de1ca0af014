import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readLeft } from '../../guard/children/read-left.ts'
import { makeSpoolDirectory } from '../../guard/spool/spool-directory.ts'
import { announceRun, type FileLine, foldersIn, type RunFolders } from '../../testing/node-test/file-lines.ts'
import { createRecord } from '../file/create-record.ts'
import { createRun } from '../file/create-run.ts'
import { formatVersion, type TestFileRecord } from '../file/evidence-file.ts'
import { finishRun } from '../finish/finish-run.ts'
import { parseReportOptions, withConfig } from '../finish/report-options.ts'
import { terminalOf } from '../finish/terminal.ts'

/** Prints a summary at the end of `node --test`, in the process that starts the files. */
export function reportFiles(): void {
  const startedAt = Date.now()
  const directory = makeSpoolDirectory()
  const folders = foldersIn(directory)
  for (const folder of Object.values(folders)) mkdirSync(folder)
  announceRun(directory)
  process.once('exit', () => {
    try {
      finish(folders, startedAt)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
}

function finish({ lines, spools }: RunFolders, startedAt: number): void {
  const root = process.cwd()
  const files = readLines(lines)
  const run = createRun({
    runner: 'node',
    runnerVersion: process.versions.node,
    root,
    startedAt,
    testFiles: files.filter(({ tests }) => tests > 0).map(recordOf),
  })
  const left = readLeft(spools, root)
  for (const { message } of left) process.stderr.write(`\n${message}\n`)
  const evidence = [...files.flatMap((line) => line.evidence), ...left.map((one) => one.evidence)]
  const attempts = evidence.map((one) => createRecord(one, { run, root }))
  const { text, fails } = finishRun({
    file: { formatVersion, runs: [run], attempts },
    plan: withConfig(parseReportOptions({}, 'the defaults'), root),
    root,
    runner: 'node',
    update: 'none',
    isComplete: false,
    terminal: terminalOf(process.stderr, process.env),
    environment: process.env,
  })
  process.stderr.write(text)
  if (fails || left.some((one) => one.evidence.outcome === 'blocked')) process.exitCode ||= 1
}

function recordOf({ file, tests, whole, mode, timersLeft }: FileLine): TestFileRecord {
  return { file, tests, whole: whole && mode !== 'off', timersLeft, ...(mode === 'off' && { unguarded: 'off' }) }
}

function readLines(folder: string): readonly FileLine[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap((text) => parseLine(text) ?? [])
}

/** A killed process leaves half a line. */
function parseLine(text: string): FileLine | undefined {
  try {
    return JSON.parse(text) as FileLine
  } catch {
    return undefined
  }
}
