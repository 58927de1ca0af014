import { writeSync } from '../node/original-fs.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'
import type { Spool } from '../spool/spool.ts'
import { chargedScope } from '../judging/charge.ts'
import { collectAttempts } from './collect-attempts.ts'
import type { Engine } from '../engine/engine.ts'
import { readEntry } from '../judging/read-entry.ts'
import { workingFolder } from '../node/working-folder.ts'

/**
 * Ends the collecting when this process ends.
 *
 * Attempts of its children that were not collected go to standard error and fail the process, since no test is left to
 * fail. Entries for which `isReported` returns true are left to another reader.
 */
export function leaveSpoolAtExit(engine: Engine, spool: Spool, isReported: (entry: Entry) => boolean): void {
  // A test runner gives its files a copy of `process` that never exits.
  process.getBuiltinModule('node:process').once('exit', () => {
    const known = new Set(blockedEntries(spool))
    collectAttempts(engine)
    const late = blockedEntries(spool).filter((entry) => !known.has(entry) && !isReported(entry))
    spool.leave()
    if (late.length === 0) return
    writeSync(2, `\n${formatViolations(late.map(readEntry), { cwd: workingFolder(), origin: 'call' })}\n`)
    process.getBuiltinModule('node:process').exitCode = 1
  })
}

function blockedEntries(spool: Spool): Entry[] {
  const ledgers = new Set([...spool.scopes()].map((scope) => chargedScope(scope).ledger))
  return [...ledgers].flatMap(({ entries }) => entries.filter(({ outcome }) => outcome === 'blocked'))
}
