import { Buffer } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { parseEvidenceFile } from '../../run/file/parse-evidence-file.ts'

/** How many records are parsed at once. */
const PIECE = 200

const CHUNK = 1 << 16

/**
 * Reads one evidence file in pieces, in the form of `formatEvidenceFile`: a line for each record. The first piece has
 * the runs.
 *
 * @throws TypeError also for a file that another program has written with other line breaks
 */
export function* readEvidencePieces(path: string): Generator<EvidenceFile, void, undefined> {
  const lines = readLines(path)
  const head: string[] = []
  for (let { value: line } = lines.next(); line !== undefined; line = lines.next().value ?? undefined) {
    head.push(line)
    if (line.startsWith('"attempts":[')) break
  }
  const text = head.join('\n')
  const file = parseEvidenceFile(text.endsWith(']}') ? text : `${text}]}`, path)
  if (file.attempts.length > 0) throw new TypeError(`${path} was reformatted: each piece would repeat these records`)
  yield file

  // The check of a piece only needs its runs to exist.
  const runs = file.runs.map((run) => ({ ...run, testFiles: [] }))
  const piece = (records: readonly string[]): EvidenceFile =>
    parseEvidenceFile(
      `${JSON.stringify({ ...file, runs }).slice(0, -2)}${records.join('\n').replace(/,$/, '')}]}`,
      path,
    )
  let records: string[] = []
  let isWhole = text.endsWith(']}')
  for (const line of lines) {
    if (line === ']}') isWhole = true
    else if (line !== '') records.push(line)
    if (records.length < PIECE) continue
    yield piece(records)
    records = []
  }
  yield piece(records)
  if (!isWhole) throw new TypeError(`${path} ends too soon`)
}

function* readLines(path: string): Generator<string, void, undefined> {
  const descriptor = openSync(path, 'r')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const bytes = Buffer.alloc(CHUNK)
  try {
    let rest = ''
    for (let length = 1; length > 0;) {
      length = readSync(descriptor, bytes)
      const lines = `${rest}${decoder.decode(bytes.subarray(0, length), { stream: length > 0 })}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } finally {
    closeSync(descriptor)
  }
}
