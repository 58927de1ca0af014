import { compareTexts } from '../file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile } from '../file/evidence-file.ts'
import { collectFiles, type Collected } from './collect-files.ts'
import type { LockedDestination } from './lock.ts'

/** The destinations of one tool: the outermost `describe` of a test file, or the file for tests outside of one. Lists are sorted. */
export interface TableRow {
  /** The file's name in the lock. */
  readonly file: string
  readonly tool?: string
  readonly reaches: readonly LockedDestination[]
  /** Destinations that `mute` rules block. */
  readonly muted: readonly LockedDestination[]
}

/** The destinations of each tool in evidence, by file and tool. Tools without any are left out. */
export function createTable(evidence: EvidenceFile, root?: string): readonly TableRow[] {
  const tools = new Map<string | undefined, AttemptRecord[]>()
  for (const record of evidence.attempts) {
    const tool = toolOf(record)
    const known = tools.get(tool)
    if (known === undefined) tools.set(tool, [record])
    else known.push(record)
  }
  const rows = [...tools].flatMap(([tool, attempts]) => rowsOf({ ...evidence, attempts }, root, tool))
  return rows.toSorted((a, b) => compareTexts(a.file, b.file) || compareTexts(a.tool ?? '', b.tool ?? ''))
}

/** Both runners put the suites in the name of a test: `weather tool > reports the forecast`. */
function toolOf({ test }: AttemptRecord): string | undefined {
  const at = test?.indexOf(' > ') ?? -1
  return at < 0 ? undefined : test?.slice(0, at)
}

function rowsOf(evidence: EvidenceFile, root: string | undefined, tool: string | undefined): readonly TableRow[] {
  const [reached, muted] = (['reached', 'muted'] as const).map((collected) => listed(evidence, root, collected))
  const files = new Set([...(reached?.keys() ?? []), ...(muted?.keys() ?? [])])
  return [...files].flatMap((file) => {
    const row = { reaches: reached?.get(file) ?? [], muted: muted?.get(file) ?? [] }
    return row.reaches.length + row.muted.length === 0 ? [] : [{ file, ...(tool !== undefined && { tool }), ...row }]
  })
}

function listed(
  evidence: EvidenceFile,
  root: string | undefined,
  collected: Collected,
): ReadonlyMap<string, readonly LockedDestination[]> {
  const files = [...collectFiles(evidence, root, collected)]
  return new Map(
    files.map(([file, { destinations }]) => {
      const all = [...destinations].map(([destination, { rules, packages }]) => ({ destination, rules, packages }))
      return [file, all.toSorted((a, b) => compareTexts(a.destination, b.destination))]
    }),
  )
}
